import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, root));

/** The simulated clouds, a process of their own; API and worker are in `bundled-programs.ts`. */
export const cloudSimProgram = at('tools/cloud-sim/dist/main.js');

/** Where instances live unless told otherwise: beside the checkout, ignored by git. */
export const defaultInstanceFolder = at('.vitrine');
