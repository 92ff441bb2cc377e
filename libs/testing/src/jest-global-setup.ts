import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

/** One Postgres server per `npm test`; spec files find it through the environment and take a database of their own. */
export default async function setup(): Promise<void> {
  const removeHooks = importFromSource();
  try {
    const { startSharedServer } = await import('./shared-server.js');
    Object.assign(globalThis, { vitrineStopSharedServer: await startSharedServer() });
  } finally {
    removeHooks();
  }
}

/**
 * Lets plain Node import this house from source: Jest loads its global setup without its own resolver and transform,
 * and tests must not need a build. Siblings `./x.js` are found as `./x.ts`, packages by the condition `@vitrine/source`.
 *
 * @returns takes the hooks out again
 */
function importFromSource(): () => void {
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier.startsWith('@vitrine/')) {
        return nextResolve(specifier, { ...context, conditions: [...context.conditions, '@vitrine/source'] });
      }
      if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts') === true) {
        const source = specifier.replace(/\.js$/, '.ts');
        if (existsSync(new URL(source, context.parentURL))) return nextResolve(source, context);
      }
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
      const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
        filename: fileURLToPath(url),
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2024',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
  return () => hooks.deregister();
}
