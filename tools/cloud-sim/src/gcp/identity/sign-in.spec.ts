import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExternalAccountClient, type OAuth2Client } from 'google-auth-library';
import { AUDITOR, keyPair, POOL, startGcpCloud, type GcpCloud } from '../../testing/gcp-cloud.js';
import { startIssuer, type TestIssuer } from '../../testing/test-issuer.js';

let issuer: TestIssuer;
let clouds: GcpCloud;

beforeAll(async () => {
  issuer = await startIssuer();
  clouds = await startGcpCloud(issuer.url);
});
afterAll(async () => {
  await clouds.stop();
  await issuer.stop();
});

const federated = (claims: Parameters<TestIssuer['sign']>[0]): ExternalAccountClient | null =>
  ExternalAccountClient.fromJSON({
    type: 'external_account',
    audience: POOL,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${clouds.gcp}/v1/token`,
    service_account_impersonation_url: `${clouds.gcp}/v1/projects/-/serviceAccounts/${AUDITOR}:generateAccessToken`,
    subject_token_supplier: { getSubjectToken: () => issuer.sign(claims) },
  }) as ExternalAccountClient | null; // the library's static type lacks the class itself

describe('sign-in, as google-auth-library does it', () => {
  it('a JWT of the service account’s own key earns a token; another key’s does not', async () => {
    expect(clouds.token).toMatch(/^ya29\./);
    expect(await clouds.signIn(keyPair().privateKey)).toEqual({ error: 'invalid_grant', error_description: 'Invalid JWT Signature.' });
    const info = await clouds.call('GET', `/tokeninfo?access_token=${clouds.token}`);
    expect(info.body).toMatchObject({ email: AUDITOR });
  });

  it('a federated assertion is exchanged, and the pool’s principal then impersonates its service account', async () => {
    clouds.log.clear();
    const client = federated({ subject: 'organization:one:connection:1', audience: POOL });
    const answer = await (client as unknown as OAuth2Client).getAccessToken(); // every auth client has it
    expect(answer.token).toMatch(/^ya29\./);
    expect(clouds.log.count('sts.token')).toBe(1);
    expect(clouds.log.count('iamcredentials.projects.serviceAccounts.generateAccessToken')).toBe(1);
  });

  it.each([
    ['another organization’s subject', { subject: 'organization:two:connection:1', audience: POOL }],
    ['another audience', { subject: 'organization:one:connection:1', audience: 'api://AzureADTokenExchange' }],
    ['a key that the issuer never published', { subject: 'organization:one:connection:1', audience: POOL, forged: true }],
    ['an expired assertion', { subject: 'organization:one:connection:1', audience: POOL, expiresInSeconds: -4000 }],
  ])('an assertion with %s is refused', async (_what, claims) => {
    await expect((federated(claims) as unknown as OAuth2Client).getAccessToken()).rejects.toThrow(/invalid_grant|unauthorized_client/); // as above
  });

  it('no token, and a token of nobody’s, are 401 UNAUTHENTICATED', async () => {
    for (const headers of [{}, { authorization: 'Bearer ya29.forged' }]) {
      const refused = await clouds.ask('GET', `${clouds.gcp}/v1/services`, headers);
      expect(refused.body).toMatchObject({ error: { code: 401, status: 'UNAUTHENTICATED' } });
    }
  });
});
