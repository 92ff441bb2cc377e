import { credentialKinds, isKeyless } from '@vitrine/contracts';
import { keyProviderOf, openCredential } from '@vitrine/crypto-open';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { markedCredential } from './marked-credential.js';
import { sealInBrowser } from './sealing-page.js';
import { requireSealed, withStandingApi } from './standing-api.js';

/** A keyless kind has nothing to seal, and the API takes no envelope for it. */
const kinds = credentialKinds.filter((kind) => !isKeyless(kind));
const MARK = 'TypedInAPage00000000';

export const proof: Proof = {
  attack:
    'a credential of each of the 7 kinds that are sealed, typed into a page (Chromium, no unsafe-eval), sealed there with the published keys, sent to an API that takes envelopes only',
  expected: '7 of 7 stored by the API and opened by the worker’s opener; 0 secrets in what leaves the page',
  pace: 'whole',
  mutation: { removes: 'the sealing in the page (it sends what was typed)' },
  attempt: ({ guard, say }) =>
    withStandingApi(async ({ acme, database, clientOf, openingKeys }) => {
      const client = await clientOf(acme);
      await requireSealed(client);
      const connections = await Promise.all(kinds.map((kind) => client.createConnection({ name: `page ${kind}`, kind })));
      const typed = connections.map((connection) => ({
        credential: markedCredential(connection, MARK),
        context: { organizationId: acme.organizationId, connectionId: connection.id, version: connection.nextCredentialVersion, kind: connection.kind },
      }));
      const { bodies, failure } = await sealInBrowser({ jwks: await client.sealingKeys(), typed }, guard === 'standing');
      if (failure !== null) say(failure);
      const inClear = bodies.filter((body) => JSON.stringify(body).includes(MARK)).length;
      const unwrapper = keyProviderOf(openingKeys);
      let stored = 0;
      let opened = 0;
      for (const [at, { credential, context }] of typed.entries()) {
        const taken = await client.http.json('POST', `/v1/connections/${context.connectionId}/credentials`, z.unknown(), { body: bodies[at] }).then(
          () => true,
          () => false,
        );
        if (!taken) continue;
        stored += 1;
        const { rows } = await database
          .poolFor('postgres')
          .query<{ sealed: Buffer }>(
            'select sealed from vitrine.credential where organization_id = $1 and connection_id = $2 and version = $3 and sealed_by_client',
            [context.organizationId, context.connectionId, context.version],
          );
        const secret = await openCredential({ ...context, sealed: rows[0]?.sealed ?? new Uint8Array() }, unwrapper);
        if (await secret.use((_bytes, parse) => sameMembers(parse(), credential))) opened += 1;
      }
      return {
        held: stored === typed.length && opened === typed.length && inClear === 0 && bodies.length === typed.length,
        seen: `${String(stored)} of ${String(typed.length)} stored, ${String(opened)} opened to what was typed; ${String(inClear)} secrets left the page in the clear`,
      };
    }),
};

/** The same members whatever their order: the schema has its own. */
function sameMembers(one: object, other: object): boolean {
  const sorted = (value: object): string => JSON.stringify(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)));
  return sorted(one) === sorted(other);
}
