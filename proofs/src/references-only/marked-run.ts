import { AuditProgress, runAudits, type ConnectionAnswer } from '@vitrine/api-client';
import { credentialKinds } from '@vitrine/contracts';
import { canary, markedCredential } from '@vitrine/e2e';
import { z } from 'zod';
import { auditor } from '../nothing-lost-nothing-doubled/estate.js';
import type { MarkedHouse } from './marked-house.js';

const PATIENCE_MS = 150_000;

export interface MarkedRun {
  /** Everything that was marked: credentials, our own secret, the bill's row. */
  readonly canaries: readonly string[];
  readonly audits: number;
  readonly completed: number;
}

/** A marked credential of each kind and a marked row of a bill through submission, validation and a whole audit; one of them opens something. */
export async function runMarked({ client, root, ownSecret }: MarkedHouse): Promise<MarkedRun> {
  const canaries = [ownSecret];
  const connections: ConnectionAnswer[] = [];
  for (const kind of credentialKinds) {
    const connection = await client.createConnection({ name: `marked ${kind}`, kind });
    const marked = markedCredential(kind, connection);
    await submit(client, connection, marked.credential);
    canaries.push(...marked.canaries);
    connections.push(connection);
  }
  const working = await client.createConnection({ name: 'marked and working', kind: 'aws.key' });
  // The simulator asks for the key's id alone, so that the secret may be a mark.
  const secretAccessKey = canary().padEnd(40, 'x').slice(0, 40);
  await submit(client, working, { ...auditor(0), secretAccessKey });
  const bill = canary();
  const lines = [
    'BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ServiceName,ResourceId,ResourceName',
    `1.5,1.5,USD,1,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,Usage,Compute,${bill},${bill}`,
  ];
  await client.http.json('POST', '/v1/costs/focus-uploads?name=marked.csv', z.unknown(), {
    raw: { content: Buffer.from(`${lines.join('\n')}\n`), mediaType: 'text/csv; charset=utf-8' },
  });
  const quiet = new AuditProgress({ isTTY: false, write: () => undefined });
  const audits = await runAudits(client, [...connections, working], quiet, AbortSignal.timeout(PATIENCE_MS));
  const ended = await root.query(`select 1 from vitrine.audit where id = any($1::uuid[]) and state in ('completed', 'partial')`, [audits]);
  return { canaries: [...canaries, secretAccessKey, bill], audits: audits.length, completed: ended.rows.length };
}

/** In plaintext, as the API takes a credential's fields: without its kind, which the connection says. */
export async function submit(client: MarkedHouse['client'], { id }: ConnectionAnswer, credential: object): Promise<void> {
  const fields = Object.fromEntries(Object.entries(credential).filter(([name]) => name !== 'kind'));
  await client.http.json('POST', `/v1/connections/${id}/credentials`, z.unknown(), { body: { credential: fields } });
}
