import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Stands where an SDK would look for credentials of the machine it runs on. Nobody in this house may use them (T21). */
const noAmbientCredentials = `export function defaultProvider() { return async () => { throw new Error('no ambient credentials'); }; }
export const fromEnv = defaultProvider, fromNodeProviderChain = defaultProvider;
`;

/** What each AWS client is needed for: its class and the commands of declared reads. An import of anything else fails the build. */
const neededOf: Readonly<Record<string, { readonly client: string; readonly commands: readonly string[] }>> = {
  '@aws-sdk/client-cost-explorer': { client: 'CostExplorerClient', commands: ['GetCostAndUsageCommand', 'GetCostAndUsageWithResourcesCommand'] },
};

/**
 * Keeps what is never called out of the bundle. An AWS client's index would bring every command of its service; a stand-in exports the
 * needed ones alone. The default credential chain, which would bring sign-in commands of three more services, becomes a stub that throws.
 */
export function leanSdk(): Plugin {
  return {
    name: 'lean-sdk',
    setup(builder) {
      builder.onResolve({ filter: /^@aws-sdk\/credential-provider-/ }, () => ({ path: 'no-ambient-credentials', namespace: 'lean-sdk' }));
      builder.onLoad({ filter: /^no-ambient-credentials$/, namespace: 'lean-sdk' }, () => ({ contents: noAmbientCredentials, loader: 'js' }));
      builder.onResolve({ filter: /^@aws-sdk\/client-[a-z0-9-]+$/ }, async ({ path, resolveDir, kind, pluginData }) => {
        // Asked again below, and then to be left alone.
        if (pluginData === 'lean-sdk') return undefined;
        const { path: main } = await builder.resolve(path, { resolveDir, kind, pluginData: 'lean-sdk' });
        return { path, namespace: 'lean-client', pluginData: join(dirname(dirname(main)), 'dist-es') };
      });
      builder.onLoad({ filter: /.*/, namespace: 'lean-client' }, ({ path, pluginData }) => {
        const needed = neededOf[path];
        const folder = String(pluginData);
        if (needed === undefined) return { errors: [{ text: `${path} is not among the clients that may ship` }] };
        const lines = [
          `export { ${needed.client} } from './${needed.client}.js';`,
          ...needed.commands.map((command) => `export { ${command} } from './commands/${command}.js';`),
        ];
        return { contents: lines.join('\n'), loader: 'js', resolveDir: folder };
      });
    },
  };
}
