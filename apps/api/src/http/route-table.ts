import type { FastifyInstance } from 'fastify';

/** Which methods each path answers, so that a wrong method is 405 with Allow and only an unknown path is 404. */
export class RouteTable {
  readonly #routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** Call before routes are added. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ url, method }) => {
      // The CORS preflight answers every path; it makes none known.
      if (url === '*') return;
      this.#routes.push({ pattern: patternOf(url), methods: [method].flat() });
    });
  }

  methodsOf(path: string): string[] {
    return [...new Set(this.#routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
  }
}

/** `/v1/things/:id` and a trailing `*`, the two forms that our routes use. */
function patternOf(url: string): RegExp {
  const escaped = url
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/:\w+/g, '[^/]+')
    .replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`);
}
