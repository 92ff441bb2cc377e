import type { FastifyInstance } from 'fastify';

/** Which methods each path answers, so that a wrong method is 405 with Allow and only an unknown path is 404. */
export class RouteTable {
  readonly #routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  readonly #fixed = new Map<string, readonly string[]>();

  /** Call before routes are added. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ url, method }) => {
      // The CORS preflight answers every path; it makes none known.
      if (url === '*') return;
      const methods = [method].flat();
      if (/[:*]/.test(url)) this.#routes.push({ pattern: patternOf(url), methods });
      else this.#fixed.set(url, [...(this.#fixed.get(url) ?? []), ...methods].sort());
    });
  }

  /**
   * Whether the router took a fixed path for an id: `PATCH /v1/findings/groups` is no change of a finding that is called groups.
   * @param route the pattern that the router found
   */
  mistook(route: string, path: string): boolean {
    return route.includes(':') && this.#fixed.has(path);
  }

  methodsOf(path: string): readonly string[] {
    const fixed = this.#fixed.get(path);
    if (fixed !== undefined) return fixed;
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
