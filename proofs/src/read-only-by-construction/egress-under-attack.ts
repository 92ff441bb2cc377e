import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from './access-levels.js';

const source = join(projectRoot, 'apps/egress/src');

/** What `judge` and `parseDestination` would be without their refusals: any authority, any name, any address. */
const removals = [
  [
    'const [, host, port] = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):([1-9]\\d{0,4})$/.exec(authority) ?? [];',
    'const [, host, port] = /^\\[?(.*?)\\]?:(\\d+)$/.exec(authority) ?? [];',
  ],
  [
    "return host.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) ? { host, port: Number(port) } : null;",
    'return { host, port: Number(port) };',
  ],
  ["if (port !== 443) return { verdict: 'refused', why: 'port' };", ''],
  ['if (!hosts.some((pattern) => new RegExp(pattern).test(host))) return', 'if (hosts.length < 0) return'],
  ['return await resolved(host, port, resolve, isPublicAddress);', 'return await resolved(host, port, resolve, () => isPublicAddress !== undefined);'],
] as const;

/** The egress proxy as one file, as its image holds it; or a copy whose judgement is gone. */
export async function buildEgress(kind: 'with its judgement' | 'without its judgement'): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-egress-'));
  const file = join(folder, 'egress.mjs');
  const unjudging: Plugin = {
    name: 'without-judgement',
    setup(builder) {
      builder.onLoad({ filter: /\/destination\.ts$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [guard, nothing] of removals) {
          if (contents.split(guard).length !== 2) return { errors: [{ text: `the guard does not stand there: ${guard}` }] };
          contents = contents.replace(guard, () => nothing);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
  await build({
    entryPoints: [join(source, 'main.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'silent',
    plugins: kind === 'with its judgement' ? [] : [unjudging],
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
