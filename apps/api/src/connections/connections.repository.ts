import { Injectable } from '@nestjs/common';
import { constraintOf } from '@vitrine/database';
import {
  billSchema,
  connectionIdSchema,
  connectionStateSchema,
  credentialKindSchema,
  cloudSchema,
  type ConnectionId,
  type ConnectionState,
  type NamedBill,
} from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { nameTaken } from './connection-errors.js';
import { connectionSettingsSchema, keylessIdentitySchema, type ConnectionSettings, type KeylessIdentity } from './connection.schemas.js';

const rowSchema = z.object({
  id: connectionIdSchema,
  cloud: cloudSchema,
  kind: credentialKindSchema,
  name: z.string(),
  state: connectionStateSchema,
  state_code: z.string().nullable(),
  external_id: z.string(),
  keyless_identity: keylessIdentitySchema.nullable(),
  credential_version: z.number().int(),
  account_pinned: z.string().nullable(),
  settings: connectionSettingsSchema,
  bill: billSchema.nullable(),
  created_at: z.date(),
  validated_at: z.date().nullable(),
  version: z.number().int(),
});
export type ConnectionRow = z.infer<typeof rowSchema>;

const COLUMNS =
  'id, cloud, kind, name, state, state_code, external_id, keyless_identity, credential_version, account_pinned, settings, bill, created_at, validated_at, version';

export interface ConnectionFilter {
  readonly cloud: string | null;
  readonly state: string | null;
  /** Connections that the caller's token is bound to; null for all. */
  readonly connectionIds: readonly string[] | null;
}

@Injectable()
export class ConnectionsRepository {
  async insert(
    tx: OrganizationTransaction,
    row: {
      id: ConnectionId;
      cloud: string;
      kind: string;
      name: string;
      externalId: string;
      settings: ConnectionSettings;
      bill: NamedBill | null;
      createdBy: string;
    },
  ): Promise<ConnectionRow> {
    return await one(
      tx.read(
        rowSchema,
        `insert into vitrine.connection (organization_id, id, cloud, kind, name, external_id, settings, bill, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
        [
          tx.organizationId,
          row.id,
          row.cloud,
          row.kind,
          row.name,
          row.externalId,
          JSON.stringify(row.settings),
          row.bill === null ? null : JSON.stringify(row.bill),
          row.createdBy,
        ],
      ),
    ).catch(lostName);
  }

  /** A purged connection is as missing as one that never was. */
  async find(tx: OrganizationTransaction, id: string, lock: 'for-reading' | 'for-change'): Promise<ConnectionRow | 'missing'> {
    const sql = `select ${COLUMNS} from vitrine.connection where organization_id = $1 and id = $2 and state <> 'purged'`;
    const [row] = await tx.read(rowSchema, lock === 'for-change' ? `${sql} for no key update` : sql, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  async list(tx: OrganizationTransaction, filter: ConnectionFilter, after: string | null, limit: number): Promise<ConnectionRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.connection
       where organization_id = $1 and state <> 'purged' and ($2::text is null or cloud = $2) and ($3::text is null or state = $3)
         and ($4::uuid[] is null or id = any($4)) and ($5::uuid is null or id > $5)
       order by id limit $6`,
      [tx.organizationId, filter.cloud, filter.state, filter.connectionIds, after, limit + 1],
    );
  }

  async nameTaken(tx: OrganizationTransaction, name: string, except: string | null): Promise<boolean> {
    const { rowCount } = await tx.query(
      `select 1 from vitrine.connection where organization_id = $1 and name = $2 and state <> 'purged' and ($3::uuid is null or id <> $3)`,
      [tx.organizationId, name, except],
    );
    return rowCount > 0;
  }

  async update(
    tx: OrganizationTransaction,
    id: string,
    change: { name: string; settings: ConnectionSettings; bill: NamedBill | null },
  ): Promise<ConnectionRow> {
    return await one(
      tx.read(
        rowSchema,
        `update vitrine.connection set name = $3, settings = $4, bill = $5, version = version + 1 where organization_id = $1 and id = $2 returning ${COLUMNS}`,
        [tx.organizationId, id, change.name, JSON.stringify(change.settings), change.bill === null ? null : JSON.stringify(change.bill)],
      ),
    ).catch(lostName);
  }

  async moveToCredential(tx: OrganizationTransaction, id: string, version: number, state: ConnectionState): Promise<void> {
    await tx.query(
      'update vitrine.connection set credential_version = $3, state = $4, state_code = null, version = version + 1 where organization_id = $1 and id = $2',
      [tx.organizationId, id, version, state],
    );
  }

  /** The ids of a keyless connection, as its next version: the session of the one before is not used again. */
  async moveToIdentity(tx: OrganizationTransaction, id: string, version: number, identity: KeylessIdentity): Promise<Date> {
    const [row] = await tx.read(
      z.object({ now: z.date() }),
      `update vitrine.connection set keyless_identity = $3, credential_version = $4, state = 'pending', state_code = null, version = version + 1
       where organization_id = $1 and id = $2 returning now() as now`,
      [tx.organizationId, id, JSON.stringify(identity), version],
    );
    if (row === undefined) throw new TypeError('an update with RETURNING gave no row');
    return row.now;
  }

  async purge(tx: OrganizationTransaction, id: string, erasure: unknown): Promise<void> {
    await tx.query(
      `update vitrine.connection set state = 'purged', state_code = 'deleted', keyless_identity = null, erasure = $3, deleted_at = now(), version = version + 1 where organization_id = $1 and id = $2`,
      [tx.organizationId, id, JSON.stringify(erasure)],
    );
  }

  /** The raw report of the last validation; its shape is the worker's. */
  async validation(tx: OrganizationTransaction, id: string): Promise<{ report: unknown; running: boolean }> {
    const [row] = await tx.read(
      z.object({ validation: z.unknown(), running: z.boolean() }),
      `select validation, exists (select 1 from vitrine.job j where j.organization_id = c.organization_id and j.connection_id = c.id and j.kind = 'validate' and j.state in ('queued', 'running')) as running
       from vitrine.connection c where organization_id = $1 and id = $2`,
      [tx.organizationId, id],
    );
    return { report: row?.validation ?? null, running: row?.running ?? false };
  }
}

async function one<T>(rows: Promise<T[]>): Promise<T> {
  const [row] = await rows;
  if (row === undefined) throw new TypeError('a statement with RETURNING gave no row');
  return row;
}

/** Two who ask at once both find a name free, and the index lets one of them have it. */
function lostName(error: unknown): never {
  throw constraintOf(error) === 'connection_name' ? nameTaken() : error;
}
