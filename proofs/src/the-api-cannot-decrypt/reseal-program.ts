import { fileURLToPath } from 'node:url';

/** The built re-sealer, as its image runs it. */
export const resealProgram = fileURLToPath(new URL('../../../apps/reseal/dist/main.js', import.meta.url));
