import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, root));

/** The built programs that an embedded instance starts, each in a process of its own. */
export const programs = {
  api: at('apps/api/dist/main.js'),
  worker: at('apps/worker/dist/main.js'),
  cloudSim: at('tools/cloud-sim/dist/main.js'),
} as const;

/** Where instances live unless told otherwise: beside the checkout, ignored by git. */
export const defaultInstanceFolder = at('.vitrine');
