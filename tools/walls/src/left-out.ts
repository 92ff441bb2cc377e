import type { Plugin } from 'esbuild';

/**
 * Packages that our dependencies can do without, and what stands in their place: each would ship code of others that nobody here calls,
 * and the first two would let a process read a password or start a program that no operator named.
 */
const standIns: Readonly<Record<string, string>> = {
  // Finds a database password in a file of the machine's user; ours come from settings alone.
  pgpass: 'module.exports = (_connection, found) => found(undefined);',
  // Starts a browser for a person at the machine, with a dozen packages that run shells.
  open: `module.exports = () => { throw new Error('nothing here starts a program'); };`,
  // Guesses what an upload is by its first bytes, for a pipe of Nest that no route has.
  'file-type': 'module.exports = {};',
  // Another platform's sockets.
  'pg-cloudflare': 'module.exports = {};',
  // A native addition to a serializer, and colours in a terminal; both are looked for in a `try`.
  'msgpackr-extract': `throw new Error('left out');`,
  'supports-color': `throw new Error('left out');`,
};

/** Keeps what is never called out of the bundle: ten to twenty packages less to trust in each app. */
export function leftOut(): Plugin {
  return {
    name: 'left-out',
    setup(builder) {
      builder.onResolve({ filter: new RegExp(`^(?:${Object.keys(standIns).join('|')})$`) }, ({ path }) => ({ path, namespace: 'left-out' }));
      builder.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({ contents: standIns[path] ?? '', loader: 'js' }));
    },
  };
}
