import { describe, expect, it } from '@jest/globals';
import { jobIdSchema, newId } from '@vitrine/contracts';
import { defineRule, lookup } from '@vitrine/rules';
import { idleRule, machineReader, unattachedRule, unknownVolumeRule, volumeReader, type PretendMachine, type PretendVolume } from '../testing/pretend-cloud.js';
import { eraseRule } from './audit-catalogue.js';
import { planCursors } from './plan-cursors.js';

const estate = { cloud: 'aws', accounts: ['111122223333'], regions: ['eu-central-1', 'us-east-1'], tenantId: null } as const;
const plan = (...rules: readonly ReturnType<typeof eraseRule>[]) => planCursors({ rules, estate, newJobId: () => jobIdSchema.parse(newId(jobIdSchema)) });

describe('planCursors', () => {
  it('makes one cursor per reader and scope, never one per resource or rule', () => {
    const cursors = plan(eraseRule(unattachedRule), eraseRule(unknownVolumeRule), eraseRule(idleRule));
    expect(cursors.map((cursor) => `${cursor.reader.id} ${cursor.scope.region ?? '-'} ${cursor.pass}`).sort()).toEqual([
      'pretend.machines eu-central-1 all',
      'pretend.machines us-east-1 all',
      'pretend.volumes eu-central-1 all',
      'pretend.volumes us-east-1 all',
    ]);
  });

  it('lets a cursor wait for the keys of its own region only', () => {
    const cursors = plan(eraseRule(unknownVolumeRule));
    for (const volumes of cursors.filter((cursor) => cursor.reader.id === volumeReader.id)) {
      const machines = cursors.find((cursor) => cursor.reader.id === machineReader.id && cursor.scope.region === volumes.scope.region);
      expect(volumes.waitsFor).toEqual([machines?.id]);
    }
  });

  it('reads twice, keys first, where two readers look each other up, because waiting in a circle would never end', () => {
    const back = defineRule<PretendMachine>({
      ...idleRule,
      id: 'aws.pretend.machine-without-volume',
      metrics: {},
      lookups: { volumes: lookup<PretendMachine, PretendVolume>({ reader: volumeReader, keys: ({ id }) => [{ key: id }], ask: ({ volumeIds }) => volumeIds }) },
      evaluate: () => ({ verdict: 'pass' }),
    });
    const cursors = plan(eraseRule(unknownVolumeRule), eraseRule(back));
    expect(cursors.filter((cursor) => cursor.pass === 'keys')).toHaveLength(4);
    expect(cursors.filter((cursor) => cursor.pass === 'keys').flatMap((cursor) => cursor.waitsFor)).toEqual([]);
    const keys = new Set(cursors.filter((cursor) => cursor.pass === 'keys').map((cursor) => cursor.id));
    for (const judging of cursors.filter((cursor) => cursor.pass === 'rules'))
      expect(judging.waitsFor.every((id) => keys.has(id)) && judging.waitsFor.length === 1).toBe(true);
  });
});
