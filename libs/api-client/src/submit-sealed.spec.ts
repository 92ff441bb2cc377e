import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectionIdSchema, newId, organizationIdSchema } from '@vitrine/contracts';
import { createLocalKeySet } from '@vitrine/crypto-open';
import type { Credential } from '@vitrine/crypto-envelope';
import { ApiClient } from './api-client.js';
import type { ConnectionAnswer } from './api-schemas.js';
import { submitSealed } from './submit-sealed.js';

const secret = 'client-secret-in-the-clear';
const credential: Credential = {
  kind: 'azure.secret',
  tenantId: '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01',
  clientId: 'c4a8d9e0-7f11-4c7d-a0f4-63b1f1f0aa03',
  clientSecret: secret,
};
const connection: ConnectionAnswer = {
  id: connectionIdSchema.parse(newId(connectionIdSchema)),
  name: 'shop',
  cloud: 'azure',
  kind: 'azure.secret',
  state: 'pending',
  stateCode: null,
  externalId: 'x',
  federationSubject: 'x',
  credentialVersion: 0,
  nextCredentialVersion: 1,
  accountPinned: null,
};
const organizationId = organizationIdSchema.parse(newId(organizationIdSchema));

let server: Server;
let client: ApiClient;
let bodies: string[];
let kid: string;
let redirects = false;

beforeEach(async () => {
  const { publicJwks } = await createLocalKeySet();
  kid = publicJwks.keys.find(({ cloud }) => cloud === 'azure')?.kid ?? '';
  bodies = [];
  redirects = false;
  server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      if (redirects) {
        response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' }).end();
        return;
      }
      response.writeHead(request.method === 'GET' ? 200 : 201, { 'content-type': 'application/json' });
      response.end(JSON.stringify(request.method === 'GET' ? publicJwks : { version: 1, sealedByClient: true, sha256: 'x' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  client = new ApiClient({ url: `http://127.0.0.1:${String(address.port)}`, token: 'token' });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

describe('submitting a credential from this machine', () => {
  it('sends an envelope for exactly this row and not one byte of the secret', async () => {
    await submitSealed(client, { organizationId, connection, credential, pinnedKids: new Set([kid]) });
    expect(bodies.join('')).not.toContain(secret);
    expect(JSON.parse(bodies.at(-1) ?? '')).toMatchObject({ envelope: { protected: expect.any(String), ciphertext: expect.any(String) } });
  });

  it('seals to no key that was not pinned: an API that publishes its own could open it', async () => {
    await expect(submitSealed(client, { organizationId, connection, credential, pinnedKids: new Set(['another']) })).rejects.toMatchObject({
      code: 'sealing-key-unpinned',
    });
    expect(bodies).toEqual(['']);
  });

  it('follows no redirect, which would carry the token elsewhere', async () => {
    redirects = true;
    await expect(client.organization()).rejects.toMatchObject({ code: 'api-unreachable' });
  });
});
