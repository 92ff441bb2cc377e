import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { workerMemory } from './worker-memory.js';

describe('what keeps a worker’s memory small', () => {
  it('is the same in its image, in the embedded start that the bench measures, and in what operators are told', async () => {
    const image = await readFile(new URL('../../../deploy/worker.Dockerfile', import.meta.url), 'utf8');
    const told = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    for (const [name, value] of Object.entries(workerMemory)) {
      expect(image).toContain(value.includes(' ') ? `${name}="${value}"` : `${name}=${value}`);
      expect(told).toContain(`\`${name}=${value}\``);
    }
  });
});
