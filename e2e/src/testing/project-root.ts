import { fileURLToPath } from 'node:url';

/** The checkout; `src/testing` and `dist/testing` lie equally deep. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
