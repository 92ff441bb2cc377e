import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCredential as signInForm } from '@vitrine/cloud-readers';
import { parseCredential as submittedForm } from '@vitrine/crypto-envelope';
import { credentialKindSchema, isKeyless } from '@vitrine/contracts';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { z } from 'zod';

const vector = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../../libs/crypto/vectors/${name}`, import.meta.url), 'utf8'));
const { forms } = z
  .object({ forms: z.array(z.object({ kinds: z.array(credentialKindSchema), member: z.string(), taken: z.array(z.string()), refused: z.array(z.string()) })) })
  .parse(vector('credential-ids.json'));
const samples = z.object({ credentials: z.array(z.looseObject({ kind: credentialKindSchema })) }).parse(vector('credentials.json')).credentials;
const cases = forms.flatMap(({ kinds, ...form }) => kinds.map((kind) => ({ kind, ...form })));

/** An id that is stored and then cannot sign in is told to nobody until a job has failed: what submits, what stores and what signs in take the same ones. */
describe('ids of a credential, where they are submitted, where they are kept and where they sign in', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme } = await seedTwoOrganizations(database));
  });
  afterAll(() => database.drop());

  const accepts = (read: () => unknown): boolean => {
    try {
      read();
      return true;
    } catch {
      return false;
    }
  };
  /** Whether the connection may keep these ids; rolled back. */
  async function keeps(kind: string, ids: object): Promise<boolean> {
    const client = await database.poolFor('postgres').connect();
    try {
      await client.query('begin');
      await client.query(`update vitrine.connection set kind = $2, cloud = split_part($2, '.', 1), keyless_identity = $3 where id = $1`, [
        acme.connections.aws,
        kind,
        ids,
      ]);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ constraint: 'connection_keyless_identity' });
      return false;
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  it.each(cases)('$kind: $member', async ({ kind, member, taken, refused }) => {
    const { kind: _kind, ...sample } = samples.find((each) => each.kind === kind) ?? { kind };
    for (const [values, expected] of [
      [taken, true],
      [refused, false],
    ] as const)
      for (const value of values) {
        const ids = { ...sample, [member]: value };
        expect([value, accepts(() => submittedForm({ ...ids, kind }))]).toEqual([value, expected]);
        expect([value, accepts(() => signInForm(kind, ids))]).toEqual([value, expected]);
        if (isKeyless(kind)) expect([value, await keeps(kind, ids)]).toEqual([value, expected]);
      }
  });

  it('what is refused at the sign-in names members and no value, and counts as an answer about the credential', () => {
    expect(() => signInForm('aws.web-identity', { roleArn: 'arn:aws-cn:iam::123456789012:role/Reader' })).toThrow(
      expect.objectContaining({ code: 'credential-unreadable', status: 422, internal: 'roleArn' }),
    );
  });
});
