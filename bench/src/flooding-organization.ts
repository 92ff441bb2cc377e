import type { ApiClient } from '@vitrine/api-client';
import { connectionIdSchema, newId, organizationIdSchema, type AuditId, type OrganizationId } from '@vitrine/contracts';
import { currentSealingKey } from '@vitrine/crypto-envelope';
import { sealCredential } from '@vitrine/crypto-seal';
import type { Pool } from 'pg';
import { AUDITOR } from './estates.js';

/**
 * An organization of its own with a working credential and an audit like another one's, all of whose jobs are due. Made in rows by the superuser,
 * since no API would plan it; the worker claims, opens, reads and commits each as any other.
 */
export async function flood(root: Pool, client: ApiClient, { like, jobs }: { readonly like: AuditId; readonly jobs: number }): Promise<OrganizationId> {
  const organizationId = organizationIdSchema.parse(newId(organizationIdSchema));
  const connectionId = connectionIdSchema.parse(newId(connectionIdSchema));
  const credential = { kind: 'aws.key' as const, ...AUDITOR };
  const key = currentSealingKey(await client.sealingKeys(), credential.kind, new Date());
  const { bytes } = await sealCredential({ credential, context: { organizationId, connectionId, version: 1, kind: credential.kind }, key });
  const { rows } = await root.query<{ connection: string }>('select connection_id as connection from vitrine.audit where id = $1', [like]);
  const from = rows[0]?.connection;
  const ours = { organization_id: organizationId, connection_id: connectionId };
  await root.query(`insert into vitrine.organization (organization_id, name) values ($1, 'flooding')`, [organizationId]);
  await copy(root, 'connection', { id: from }, { organization_id: organizationId, id: connectionId, name: 'flooding', account_pinned: null });
  await root.query(
    `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) values ($1, $2, 1, $3, $4, $5, true, 'bench')`,
    [organizationId, connectionId, credential.kind, key.kid, Buffer.from(bytes)],
  );
  await copy(root, 'audit', { id: like }, { ...ours, state: 'running', ended_at: null });
  await root.query(
    `insert into vitrine.job select (jsonb_populate_record(j, jsonb_build_object('organization_id', $1::uuid, 'connection_id', $2::uuid, 'id', gen_random_uuid(),
       'state', 'queued', 'fence', 0, 'attempt', 0, 'page_no', 0, 'page_token', null, 'lease_until', null, 'offered_at', null, 'offer_no', 0, 'ended_at', null, 'created_at', now()))).*
     from vitrine.job j, generate_series(1, $4) where j.id = (select min(id::text)::uuid from vitrine.job where audit_id = $3 and kind = 'cursor')`,
    [organizationId, connectionId, like, jobs],
  );
  await root.query('analyze vitrine.job');
  return organizationId;
}

/** The one row of a table that these members pick, again with others. Names are of this file. */
async function copy(root: Pool, table: string, where: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): Promise<void> {
  const [[column, value] = ['', null]] = Object.entries(where);
  const { rowCount } = await root.query(
    `insert into vitrine.${table} select (jsonb_populate_record(t, $2::jsonb)).* from vitrine.${table} t where t.${column} = $1`,
    [value, JSON.stringify(other)],
  );
  if (rowCount !== 1) throw new Error(`${String(rowCount)} rows of ${table}`);
}
