import { mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bundledPrograms } from './bundled-programs.js';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
let kept: string;
beforeAll(() => {
  kept = mkdtempSync(join(dist, 'bundles-of-a-spec-'));
});
afterAll(() => rmSync(kept, { recursive: true, force: true }));

const times = (files: readonly string[]): number[] => files.map((file) => statSync(file).mtimeMs);

it('the programs are bundled once, and again when what they were made from is newer: an edit would else not be what starts', async () => {
  const { api, worker } = await bundledPrograms(kept);
  const first = times([api, worker]);
  expect([await bundledPrograms(kept), times([api, worker])]).toEqual([{ api, worker }, first]);

  // As old as if everything had been compiled since.
  utimesSync(worker, 1, 1);
  await bundledPrograms(kept);
  const again = times([api, worker]);
  expect([again[0], (again[1] ?? 0) >= (first[1] ?? Infinity)]).toEqual([first[0], true]);
}, 120_000);
