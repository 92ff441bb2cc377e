import { performance } from 'node:perf_hooks';
import { connectionIdSchema, newId, organizationIdSchema } from '@vitrine/contracts';
import { currentSealingKey } from '@vitrine/crypto-envelope';
import { createLocalKeySet, keyProviderOf, openCredential, type CredentialRow } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import type { BenchRow } from './bench-row.js';
import { AUDITOR } from './estates.js';

const COUNT = 1_000;

/** One after the other in this process, as a worker opens one credential per job. */
export async function sealAndOpen(): Promise<BenchRow[]> {
  const { privateJwks, publicJwks } = await createLocalKeySet();
  const key = currentSealingKey(publicJwks, 'aws.key', new Date());
  const unwrapper = keyProviderOf(privateJwks);
  const context = { organizationId: newId(organizationIdSchema), connectionId: newId(connectionIdSchema), version: 1, kind: 'aws.key' } as const;
  const rows: CredentialRow[] = [];
  const seal = async (): Promise<void> => {
    const { envelope } = await sealCredential({ credential: { kind: 'aws.key', ...AUDITOR }, context, key });
    rows.push({ ...context, sealed: Buffer.from(JSON.stringify(envelope)) });
  };
  for (let warm = 0; warm < 100; warm++) await seal();
  const sealed = await timed(COUNT, seal);
  const opened = await timed(COUNT, async (index) => {
    const row = rows[index];
    if (row !== undefined) (await openCredential(row, unwrapper)).wipe();
  });
  const notes = ({ cpuMicroseconds }: Timed): string => `ECDH-ES+A256KW, A256GCM; ${cpuMicroseconds.toFixed(0)} CPU-µs each`;
  return [
    { row: 'primitives', figure: 'seal', measured: { value: sealed.perSecond, unit: '/s' }, baseline: null, bar: null, notes: notes(sealed) },
    { row: 'primitives', figure: 'open', measured: { value: opened.perSecond, unit: '/s' }, baseline: null, bar: null, notes: notes(opened) },
  ];
}

interface Timed {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

async function timed(count: number, once: (index: number) => Promise<void>): Promise<Timed> {
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  for (let index = 0; index < count; index++) await once(index);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { perSecond: count / seconds, cpuMicroseconds: (user + system) / count };
}
