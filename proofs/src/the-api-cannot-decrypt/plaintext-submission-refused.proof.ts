import { VitrineError, credentialKinds, isKeyless } from '@vitrine/contracts';
import type { Proof } from '../proof.js';
import { markedCredential } from './marked-credential.js';
import { requireSealed, submitPlain, withStandingApi } from './standing-api.js';

/** The kinds that have something to seal. */
const kinds = credentialKinds.filter((kind) => !isKeyless(kind));

export const proof: Proof = {
  attack: 'a credential of each of the 7 kinds that are sealed, submitted in the clear to an organization that takes envelopes only',
  expected: '7 of 7 refused as plaintext-credential, 0 stored; the neighbour without the setting is served',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the organization’s setting' },
  attempt: ({ guard }) =>
    withStandingApi(async ({ acme, umbra, database, clientOf }) => {
      const client = await clientOf(acme);
      if (guard === 'standing') await requireSealed(client);
      let refused = 0;
      for (const kind of kinds) {
        const connection = await client.createConnection({ name: `plain ${kind}`, kind });
        const code = await submitPlain(client, connection.id, markedCredential(connection, 'PlainlyNotSealed0000')).then(
          () => 'stored',
          (error: unknown) => (error instanceof VitrineError ? error.code : String(error)),
        );
        if (code === 'plaintext-credential') refused += 1;
      }
      const { rows } = await database
        .poolFor('postgres')
        .query(`select 1 from vitrine.credential k join vitrine.connection c on c.id = k.connection_id where c.name like 'plain %'`);
      const neighbour = await clientOf(umbra);
      const theirs = await neighbour.createConnection({ name: 'theirs', kind: 'gcp.token' });
      await submitPlain(neighbour, theirs.id, markedCredential(theirs, 'NeighboursOwn0000000'));
      return {
        held: refused === kinds.length && rows.length === 0,
        seen: `${String(refused)} of ${String(kinds.length)} refused, ${String(rows.length)} stored; the neighbour served`,
      };
    }),
};
