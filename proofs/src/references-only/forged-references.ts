import { randomUUID } from 'node:crypto';
import type { JobReference } from '@vitrine/contracts';
import type { SeededRandom } from '../tenants-never-meet/seeded-random.js';

/** What somebody who can write into the queue may write: by thirds random pairs, pairs across two organizations, and no references at all. */
export function forgedReferences(count: number, random: SeededRandom, planted: readonly JobReference[]): unknown[] {
  return Array.from({ length: count }, (_, at) => {
    const real = random.pick(planted);
    switch (at % 3) {
      case 0:
        return random.pick([
          { organizationId: randomUUID(), jobId: randomUUID() },
          { organizationId: real.organizationId, jobId: randomUUID() },
          { organizationId: randomUUID(), jobId: real.jobId },
        ]);
      case 1: {
        const other = random.pick(planted.filter(({ organizationId }) => organizationId !== real.organizationId));
        return { organizationId: other.organizationId, jobId: real.jobId };
      }
      default:
        return malformed(real, random);
    }
  });
}

function malformed(real: JobReference, random: SeededRandom): unknown {
  const { organizationId, jobId } = real;
  return random.pick<unknown>([
    null,
    [],
    {},
    'job',
    42,
    { jobId },
    { organizationId },
    { organizationId: null, jobId },
    { organizationId: [organizationId], jobId: [jobId] },
    { organizationId: '', jobId },
    { organizationId: jobId, jobId: organizationId, extra: true },
    { organizationId, jobId, fence: 99 },
    { organizationId, jobId, kind: 'bill', credential: { accessKeyId: 'AKIA-CANARY' } },
    { organizationId: `${organizationId}' or true --`, jobId },
    { organizationId, jobId: `${jobId}'; update vitrine.job set state = 'running' --` },
    { organizationId: { $ne: null }, jobId },
    { organizationId, jobId, ['__proto__']: { admin: true } },
    { organizationId: random.bytes(32).toString('latin1'), jobId },
    { organizationId, jobId: 'x'.repeat(100_000) },
    JSON.stringify(real),
  ]);
}
