import { connectionIdSchema, jobIdSchema, newId } from '@vitrine/contracts';
import type { TestRole } from '@vitrine/testing';
import type { AttackedDatabase } from './attacked-database.js';
import type { Expected, StatementAttack } from './statement-attack.js';

const CONNECTION = `insert into vitrine.connection (organization_id, id, cloud, kind, name, external_id, created_by) values ($1, $2, $3, 'aws.role', $4, repeat('e', 32), 'x')`;
const JOB = `insert into vitrine.job (organization_id, id, kind, connection_id, queue) values ($1, $2, 'plan', $3, 'aws')`;

/** Statements that fail, or join two organizations, and whose error must not tell what the neighbour or the row holds. */
export function errorAttacks({ acme, umbra }: AttackedDatabase): StatementAttack[] {
  const [own, foreign] = [acme.organizationId, umbra.organizationId];
  const asks = (of: readonly string[], state: Expected) => (role: TestRole) => (of.includes(role) ? state : '42501');
  const api = (state: Expected): ((role: TestRole) => Expected) => asks(['vitrine_api'], state);
  const both = (state: Expected): ((role: TestRole) => Expected) => asks(['vitrine_api', 'vitrine_worker'], state);
  return [
    {
      what: 'starts a job on the neighbour’s connection',
      sql: JOB,
      params: [own, newId(jobIdSchema), umbra.connections.aws],
      expected: both('23503'),
      unspeakable: [umbra.connections.aws],
    },
    { what: 'starts a job on a connection that is none', sql: JOB, params: [own, newId(jobIdSchema), newId(connectionIdSchema)], expected: both('23503') },
    {
      what: 'starts a job for the neighbour',
      sql: JOB,
      params: [foreign, newId(jobIdSchema), umbra.connections.aws],
      expected: () => '42501',
      unspeakable: [foreign],
    },
    {
      what: 'starts an audit on the neighbour’s connection',
      sql: `insert into vitrine.audit (organization_id, id, connection_id, credential_version, requested_by) values ($1, $2, $3, 1, 'x')`,
      params: [own, newId(jobIdSchema), umbra.connections.aws],
      expected: api('23503'),
      unspeakable: [umbra.connections.aws],
    },
    {
      what: 'appends a credential to the neighbour’s connection',
      sql: `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) values ($1, $2, 9, 'aws.role', 'k', decode(repeat('ab', 300), 'hex'), false, 'x')`,
      params: [own, umbra.connections.aws],
      expected: (role) => (role === 'vitrine_reseal' ? 'allowed' : api('23503')(role)),
      unspeakable: [umbra.connections.aws],
    },
    {
      what: 'loads a bill onto the neighbour’s connection',
      sql: `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, loaded_by) values ($1, $2, $3, 'cost-explorer', 'k', 'x')`,
      params: [own, newId(jobIdSchema), umbra.connections.aws],
      expected: both('23503'),
      unspeakable: [umbra.connections.aws],
    },
    {
      what: 'takes a name twice',
      sql: CONNECTION,
      params: [own, newId(connectionIdSchema), 'aws', 'aws production'],
      expected: api('23505'),
      unspeakable: ['aws production'],
    },
    {
      what: 'breaks a check',
      sql: CONNECTION,
      params: [own, newId(connectionIdSchema), 'CANARY_cloud', 'n'],
      expected: api('23514'),
      unspeakable: ['CANARY_cloud'],
    },
    {
      what: 'claims the neighbour’s claim',
      sql: 'insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, $3, $4)',
      params: [own, umbra.claim.issuer, umbra.claim.claim, umbra.claim.value],
      expected: api('23505'),
      // The words that the caller sent may come back; whose they are may not.
      unspeakable: [foreign],
    },
    {
      what: 'takes the neighbour’s row for its own',
      sql: 'insert into vitrine.trail_event (organization_id, id, type, principal) values ($1, $2, $3, $4)',
      params: [foreign, newId(jobIdSchema), 't', 'p'],
      expected: () => '42501',
      unspeakable: [foreign],
    },
    {
      what: 'asks for a claim it cannot know',
      sql: `select 1 from directory.organization_of_claim('nobody', 'org_id', '%') as found where found is not null`,
      expected: asks(['vitrine_api'], 'no rows'),
    },
  ];
}
