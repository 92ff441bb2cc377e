import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { followAudit, submitSealed, type AuditAnswer, type AuditEvent } from '@vitrine/api-client';
import type { EstateDeclaration } from '@vitrine/cloud-sim';
import type { AuditId, ConnectionId } from '@vitrine/contracts';
import { startEmbedded, type EmbeddedInstance } from '@vitrine/demo';
import { AUDITOR } from './estates.js';
import { startSimulatedClouds, type SimulatedClouds } from './simulated-clouds.js';
import type { Undo } from './undo.js';

/** Vitrine as it is run: Postgres that syncs, API, worker and relay in their own processes, and a simulated cloud beside them. */
export interface BenchHouse {
  readonly folder: string;
  readonly clouds: SimulatedClouds;
  readonly instance: EmbeddedInstance;
  readonly workerPid: number;
}

export interface BenchHouseOptions {
  /** Further variables of the worker; the bench measures it as it is shipped unless a row says otherwise. */
  readonly worker?: Readonly<Record<string, string>>;
}

/** Nobody's quota: the clouds are our own processes. */
const OWN_CLOUDS = { VITRINE_QUOTA_SHARE: '1000', VITRINE_LOG_LEVEL: 'warn' };

/** Starts all of it in a throw-away folder; `undo` takes it back. */
export async function openBenchHouse(estate: EstateDeclaration, undo: Undo, { worker = {} }: BenchHouseOptions = {}): Promise<BenchHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
  // As root the database runs as another user, who must be able to pass; else its data would be kept, and left, elsewhere.
  chmodSync(folder, 0o711);
  undo.add(async () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const clouds = await startSimulatedClouds(folder, estate);
  undo.add(() => clouds.stop());
  const instance = await startEmbedded({
    folder: join(folder, 'instance'),
    endpoints: { VITRINE_AWS_ENDPOINT: clouds.awsEndpoint },
    workerEnvironment: { ...OWN_CLOUDS, ...worker },
  });
  undo.add(() => instance.stop());
  return { folder, clouds, instance, workerPid: pidOf(instance, 'worker') };
}

export function pidOf(instance: EmbeddedInstance, name: string): number {
  const found = instance.processes.find((process) => process.name === name);
  if (found === undefined) throw new Error(`the instance has no ${name}`);
  return found.pid;
}

/** A new connection with a sealed key: what it audits is stored for the first time. The audit's own plan validates it. */
export async function newConnection({ instance: { client, organizationId, sealingKids } }: BenchHouse, name: string): Promise<ConnectionId> {
  const connection = await client.createConnection({ name, kind: 'aws.key' });
  await submitSealed(client, { organizationId, connection, credential: { kind: 'aws.key', ...AUDITOR }, pinnedKids: sealingKids });
  return connection.id;
}

export interface TimedAudit {
  readonly auditId: AuditId;
  /** From the request to the last event as a client of the API sees it. */
  readonly seconds: number;
  readonly audit: AuditAnswer;
}

/** Runs one audit over the API and follows its events. */
export async function timeAudit(
  { instance: { client } }: BenchHouse,
  connectionId: ConnectionId,
  rules: readonly string[],
  onEvent: (event: AuditEvent) => void | Promise<void> = () => undefined,
): Promise<TimedAudit> {
  const begun = performance.now();
  const auditId = await client.startAudit(connectionId, rules);
  for await (const event of followAudit(client.http, auditId, AbortSignal.timeout(600_000))) await onEvent(event);
  const seconds = (performance.now() - begun) / 1000;
  const audit = await client.audit(auditId);
  if (audit.state !== 'completed') throw new Error(`the audit ended ${audit.state} (${audit.errorCode ?? JSON.stringify(audit.blindSpots.slice(0, 3))})`);
  return { auditId, seconds, audit };
}
