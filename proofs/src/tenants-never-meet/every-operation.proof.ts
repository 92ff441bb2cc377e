import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiProcess } from '../hostile-input/api-process.js';
import { prepareGround } from '../hostile-input/attack-ground.js';
import type { Proof } from '../proof.js';
import { apiOperations, documentedOperations } from './api-operations.js';
import { dropFloors } from './border-attacks.js';
import { forgetfulRepositories } from './forgetful-api.js';
import { askEverything } from './operation-attack.js';

/** T01: whoever asks for the neighbour's id must learn as little as whoever asks for an id that never was. */
export const proof: Proof = {
  attack:
    'every operation of openapi.json × two organizations × OIDC and API token × foreign, missing and own ids, in path, query and body, at a real API process',
  expected:
    'foreign and missing: same status, headers and bytes, nothing changed; own: 2xx; no answer names an id of the neighbour (the operators’ own routes take no token of an organization: specs ask those)',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the floor policies and the `organization_id = $1` of every statement' },
  attempt: async ({ guard, say }) => {
    const ground = await prepareGround();
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-forgetful-'));
    try {
      if (guard === 'removed') await dropFloors(ground);
      const api = await startApiProcess(ground, {
        environment: { VITRINE_REQUEST_TIMEOUT_MS: '60000', ...(guard === 'removed' ? { NODE_OPTIONS: await forgetfulRepositories(folder) } : {}) },
      });
      try {
        const operations = apiOperations();
        const { faults, pairs, own, slots } = await askEverything(ground, `http://127.0.0.1:${String(api.port)}`, operations);
        if (guard === 'standing') for (const fault of faults) say(fault);
        return {
          held: faults.length === 0 && operations.length > 40 && pairs > 0,
          seen: `${String(operations.length)} of ${String(documentedOperations())} operations, ${String(slots)} slots for ids: ${String(pairs)} pairs of foreign and missing, ${String(own)} own: ${String(faults.length)} differed, leaked or failed`,
        };
      } finally {
        await api.stop();
      }
    } finally {
      await ground.leave();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
