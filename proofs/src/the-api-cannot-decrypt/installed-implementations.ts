import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ForeignImplementation } from './foreign-implementation.js';
import { joseInC } from './foreign-jose.js';
import { startJwcrypto } from './foreign-jwcrypto.js';

const run = promisify(execFile);

const areThere = (): Promise<boolean> =>
  Promise.all([run('jose', ['alg']), run('/usr/bin/python3', ['-c', 'import jwcrypto'])]).then(
    () => true,
    () => false,
  );

/**
 * Both implementations, installed from Debian where they are missing and we may. The caller stops them.
 * @throws Error that says what to install
 */
export async function foreignImplementations(say: (text: string) => void): Promise<readonly ForeignImplementation[]> {
  if (!(await areThere())) {
    say('jose and python3-jwcrypto are missing: asking apt-get for them');
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'jose', 'python3-jwcrypto']).catch(() => undefined);
    if (!(await areThere())) throw new Error('NOT TESTED: interop needs `apt-get install jose python3-jwcrypto`');
  }
  return [joseInC, startJwcrypto()];
}
