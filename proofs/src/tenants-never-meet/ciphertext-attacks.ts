import type { TestRole } from '@vitrine/testing';
import type { AttackedDatabase } from './attacked-database.js';
import type { Expected, StatementAttack } from './statement-attack.js';

/** Roles that open or seal anew are the only ones that may read the column; the worker under its own live lease alone, which no attack here has. */
const expected = (role: TestRole): Expected | 'allowed' => (role === 'vitrine_worker' ? 'no rows' : role === 'vitrine_reseal' ? 'allowed' : '42501');
const never = (role: TestRole): Expected | 'allowed' => (role === 'vitrine_reseal' ? 'allowed' : '42501');

const reads: readonly (readonly [what: string, sql: string])[] = [
  ['the column', 'select sealed from vitrine.credential'],
  ['every column', 'select * from vitrine.credential'],
  ['the whole row', 'select c from vitrine.credential c'],
  ['the row as JSON', 'select to_jsonb(c) from vitrine.credential c'],
  ['its length', 'select octet_length(sealed) from vitrine.credential'],
  ['a part of it', 'select substr(sealed, 1, 1) from vitrine.credential'],
  ['its hash', 'select md5(sealed) from vitrine.credential'],
  ['a comparison, bit by bit', String.raw`select 1 from vitrine.credential where sealed > '\x80'`],
  ['an order', 'select version from vitrine.credential order by sealed'],
  ['a group', 'select 1 from vitrine.credential group by sealed'],
  ['a join', 'select 1 from vitrine.credential a join vitrine.credential b on a.sealed = b.sealed'],
  ['a subquery of another', 'select (select sealed from vitrine.credential limit 1) from (select 1 where false) nothing'],
];
const takes: readonly (readonly [what: string, sql: string])[] = [
  ['a comparison in a delete', String.raw`delete from vitrine.credential where sealed > '\x80'`],
  ['what a delete returns', 'delete from vitrine.credential returning sealed'],
];
const writes: readonly (readonly [what: string, sql: string])[] = [
  ['an update', String.raw`update vitrine.credential set sealed = '\x00'`],
  ['an update by itself', 'update vitrine.credential set sealed = sealed'],
  ['a swap of two rows', 'update vitrine.credential a set sealed = b.sealed from vitrine.credential b'],
];

/** The same, of whatever stands there. */
const upsertOwn = `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
  select organization_id, connection_id, version, kind, kid, decode(repeat('ab', 300), 'hex'), false, 'x' from vitrine.credential
  on conflict (organization_id, connection_id, version) do update set sealed = excluded.sealed`;

/** What the API lives by: to know that there is one, to erase one. A proof that refused these too would prove nothing. */
export const livelihood: readonly string[] = ['select count(*) from vitrine.credential', 'delete from vitrine.credential returning version'];

/** Every way to a sealed column that was seen to work somewhere, and to replace an envelope. */
export function ciphertextAttacks({ acme }: AttackedDatabase): StatementAttack[] {
  const upsert = `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
    values ($1, $2, 1, 'aws.role', 'k', decode(repeat('ab', 300), 'hex'), false, 'x') on conflict (organization_id, connection_id, version) do update set sealed = excluded.sealed`;
  return [
    ...[...reads, ...takes].map(([what, sql]): StatementAttack => ({ what: `reads ciphertext by ${what}`, sql, expected })),
    { what: 'copies the credentials out', sql: 'copy vitrine.credential to stdout', expected: (role) => (role === 'vitrine_worker' ? 'allowed' : never(role)) },
    {
      what: 'copies ciphertext out',
      sql: 'copy (select sealed from vitrine.credential) to stdout',
      expected: (role) => (role === 'vitrine_worker' ? 'allowed' : never(role)),
    },
    ...writes.map(([what, sql]): StatementAttack => ({ what: `replaces an envelope by ${what}`, sql, expected: never })),
    { what: 'replaces an envelope by an upsert of its own row', sql: upsertOwn, expected: never },
    { what: 'replaces an envelope by upsert', sql: upsert, params: [acme.organizationId, acme.connections.aws], expected: never },
  ];
}
