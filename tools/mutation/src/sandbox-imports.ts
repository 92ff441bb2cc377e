import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';

export interface SandboxFolders {
  /** The mutated copy. */
  readonly sandbox: string;
  /** The project that was copied, which `node_modules` of the copy leads back to. */
  readonly project: string;
}

/** Packages that are never mutated and import none that is: evaluated once. */
const ONCE = ['libs/contracts', 'libs/embedded-postgres', 'tools/cloud-sim'];

/**
 * Lets this process import the copy's TypeScript as Jest would: packages of the house from the copy's own sources, `@jest/globals` from here.
 * Node keeps a module as long as it lives, so each load of the copy has its own query: the next one evaluates everything anew.
 *
 * @returns begins the next load, and gives a file's address in it
 */
export function importFromSandbox({ sandbox, project }: SandboxFolders): { begin(): void; address(file: string): string } {
  let load = 0;
  const globals = new URL('./spec-globals.js', import.meta.url).href;
  const code = new Map<string, string>();
  const inSandbox = (file: string): boolean => file.startsWith(sandbox + sep) && !file.includes(`${sep}node_modules${sep}`);
  const isOnce = (file: string): boolean => ONCE.some((folder) => file.startsWith(join(sandbox, folder) + sep));
  const versioned = (file: string): string => `${pathToFileURL(file).href}${isOnce(file) ? '' : `?load=${String(load)}`}`;

  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === '@jest/globals') return { url: globals, shortCircuit: true };
      if (context.parentURL?.startsWith(pathToFileURL(sandbox).href) !== true) return nextResolve(specifier, context);
      if (specifier.startsWith('.')) {
        const file = fileURLToPath(new URL(specifier, context.parentURL));
        const source = file.replace(/\.js$/, '.ts');
        if (inSandbox(source) && existsSync(source)) return { url: versioned(source), shortCircuit: true };
      }
      const found = nextResolve(specifier, { ...context, conditions: [...context.conditions, '@vitrine/source'] });
      if (!specifier.startsWith('@vitrine/')) return found;
      const copy = join(sandbox, relative(project, fileURLToPath(found.url)));
      return { ...found, url: versioned(copy) };
    },
    load(url, context, nextLoad) {
      if (!url.startsWith('file:') || !url.split('?')[0]?.endsWith('.ts')) return nextLoad(url, context);
      const file = fileURLToPath(url);
      const source = code.get(file) ?? javaScriptOf(file);
      code.set(file, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
  return { begin: () => void (load += 1), address: versioned };
}

const javaScriptOf = (file: string): string =>
  transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    module: { type: 'es6' },
    jsc: {
      target: 'es2024',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  }).code;
