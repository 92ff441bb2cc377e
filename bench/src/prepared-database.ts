import { randomUUID } from 'node:crypto';
import { connectionIdSchema, organizationIdSchema, type ConnectionId, type OrganizationId } from '@vitrine/contracts';
import { createTestDatabase, seedTwoOrganizations, startPreparedServer, type TestDatabase } from '@vitrine/testing';
import type { Undo } from './undo.js';

/** A migrated database on a server that syncs as in production, two organizations in it, and one audit to hang findings on. */
export interface PreparedDatabase {
  readonly database: TestDatabase;
  readonly organizationId: OrganizationId;
  readonly otherOrganizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly auditId: string;
}

export async function prepareDatabase(undo: Undo): Promise<PreparedDatabase> {
  const server = await startPreparedServer({ durable: true });
  undo.add(() => server.stop());
  const database = await createTestDatabase(server);
  undo.add(() => database.drop());
  const { acme: first, umbra: second } = await seedTwoOrganizations(database);
  const auditId = randomUUID();
  await database
    .poolFor('postgres')
    .query(`insert into vitrine.audit (organization_id, id, connection_id, credential_version, requested_by, jobs_open) values ($1, $2, $3, 1, 'bench', 1)`, [
      first.organizationId,
      auditId,
      first.connections.aws,
    ]);
  return {
    database,
    organizationId: organizationIdSchema.parse(first.organizationId),
    otherOrganizationId: organizationIdSchema.parse(second.organizationId),
    connectionId: connectionIdSchema.parse(first.connections.aws),
    auditId,
  };
}
