import { randomBytes } from 'node:crypto';
import { submitSealed, type ApiClient, type ConnectionAnswer } from '@vitrine/api-client';
import type { CredentialKind } from '@vitrine/contracts';
import type { Attempt, Proof } from '../proof.js';
import { searchCoreDump, searchMemory } from './core-dump.js';
import { markedCredential } from './marked-credential.js';
import { formsOf } from './printed-forms.js';
import { requireSealed, submitPlain, withStandingApi } from './standing-api.js';

const kinds: readonly CredentialKind[] = ['azure.secret', 'aws.key', 'gcp.token', 'aws.session', 'gcp.key'];
const SUBMISSIONS = 1_000;

export const proof: Proof = {
  attack:
    'all that a core dump of the API holds (with --soak a real one, by gcore) right after 1,000 sealed submissions, searched for their secrets: plain, base64, base64url, hex, URL-encoded',
  expected: '0 canaries in any encoding; a text that the API must hold is found',
  pace: 'whole',
  mutation: { removes: 'client-side sealing (the setting off, the same 1,000 submitted in the clear)' },
  attempt: (attempt) =>
    withStandingApi(async ({ acme, database, process, clientOf }) => {
      const client = await clientOf(acme);
      if (attempt.guard === 'standing') await requireSealed(client);
      // One mark begins all secrets of this attempt, so that one search finds any of them; in names of things it stands nowhere.
      const mark = `Canary${randomBytes(10).toString('hex')}`;
      const connections = await Promise.all(kinds.map((kind) => client.createConnection({ name: `dumped ${kind}`, kind })));
      await Promise.all(connections.map((connection) => submitAll(attempt, client, acme.organizationId, connection, mark)));
      const forms = formsOf(mark);
      const search = attempt.pace === 'soak' ? searchCoreDump : searchMemory;
      const dump = await search(process.pid, [...forms, database.name]);
      const hits = forms.reduce((sum, form) => sum + dump.count(form), 0);
      const control = dump.count(database.name);
      const { rows } = await database
        .poolFor('postgres')
        .query<{ sealed: string }>(`select count(*) as sealed from vitrine.credential where sealed_by_client and organization_id = $1`, [acme.organizationId]);
      const stored = Number(rows[0]?.sealed ?? 0);
      return {
        held: hits === 0 && control > 0 && stored === SUBMISSIONS,
        seen: `${String(hits)} canaries in ${String(dump.mebibytes)} MiB after ${String(SUBMISSIONS)} submissions (${String(stored)} sealed by the client); control found ${control > 0 ? 'yes' : 'no'}`,
      };
    }),
};

async function submitAll(
  { guard }: Attempt,
  client: ApiClient,
  organizationId: Parameters<typeof submitSealed>[1]['organizationId'],
  connection: ConnectionAnswer,
  mark: string,
): Promise<void> {
  for (let version = 1; version <= SUBMISSIONS / kinds.length; version += 1) {
    const credential = markedCredential(connection, `${mark}${String(version).padStart(4, '0')}`);
    if (guard === 'removed') await submitPlain(client, connection.id, credential);
    else await submitSealed(client, { organizationId, connection: { ...connection, nextCredentialVersion: version }, credential });
  }
}
