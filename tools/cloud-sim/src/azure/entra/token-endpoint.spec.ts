import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientAssertionCredential, ClientSecretCredential } from '@azure/identity';
import { CLIENT, SECRET, startAzureCloud, TENANT, type AzureCloud } from '../../testing/azure-cloud.js';
import { startIssuer, type TestIssuer } from '../../testing/test-issuer.js';

let issuer: TestIssuer;
let clouds: AzureCloud;

beforeAll(async () => {
  issuer = await startIssuer();
  clouds = await startAzureCloud(issuer.url);
});
afterAll(async () => {
  await clouds.stop();
  await issuer.stop();
});

const credential = (clientId = CLIENT, secret = SECRET): ClientSecretCredential =>
  new ClientSecretCredential(TENANT, clientId, secret, { authorityHost: clouds.azure, disableInstanceDiscovery: true });

describe('Entra, as @azure/identity asks it', () => {
  it('CF: a client secret earns a token that opens ARM, and no other API', async () => {
    const { token } = await credential().getToken('https://management.azure.com/.default');
    const listed = await clouds.ask('GET', `${clouds.azure}/subscriptions?api-version=2022-12-01`, { authorization: `Bearer ${token}` });
    expect(listed.status).toBe(200);
    const replayed = await clouds.arm('GET', '/subscriptions?api-version=2022-12-01', { scope: 'https://graph.microsoft.com/.default' });
    expect(replayed.status).toBe(401);
    expect(replayed.body).toMatchObject({ error: { code: 'InvalidAuthenticationTokenAudience' } });
  });

  it('a wrong secret is AADSTS7000215, in Entra’s own words', async () => {
    await expect(credential(CLIENT, 'not-the-secret').getToken('https://management.azure.com/.default')).rejects.toThrow(/AADSTS7000215/);
  });

  it('a federated assertion of the trusted issuer, subject and key earns a token without any secret', async () => {
    const assertion = new ClientAssertionCredential(
      TENANT,
      CLIENT,
      () => issuer.sign({ subject: 'organization:one:connection:9', audience: 'api://AzureADTokenExchange' }),
      {
        authorityHost: clouds.azure,
        disableInstanceDiscovery: true,
      },
    );
    await expect(assertion.getToken('https://management.azure.com/.default')).resolves.toMatchObject({ token: expect.any(String) });
  });

  it.each([
    ['another organization’s subject', { subject: 'organization:two:connection:9', audience: 'api://AzureADTokenExchange' }, /AADSTS700213/],
    ['another audience', { subject: 'organization:one:connection:9', audience: 'sts.amazonaws.com' }, /AADSTS700212/],
    [
      'a key that the issuer never published',
      { subject: 'organization:one:connection:9', audience: 'api://AzureADTokenExchange', forged: true },
      /AADSTS700027/,
    ],
    ['an expired assertion', { subject: 'organization:one:connection:9', audience: 'api://AzureADTokenExchange', expiresInSeconds: -4000 }, /AADSTS700024/],
  ])('an assertion with %s is refused', async (_what, claims, refusal) => {
    const assertion = new ClientAssertionCredential(TENANT, CLIENT, () => issuer.sign(claims), { authorityHost: clouds.azure, disableInstanceDiscovery: true });
    await expect(assertion.getToken('https://management.azure.com/.default')).rejects.toThrow(refusal);
  });

  it('a token is refused once it has expired by the simulator’s clock', async () => {
    const token = await credential().getToken('https://management.azure.com/.default');
    const before = clouds.behaviour.now;
    clouds.behaviour.now = () => new Date(Date.now() + 2 * 3_600_000);
    const late = await clouds.ask('GET', `${clouds.azure}/subscriptions?api-version=2022-12-01`, { authorization: `Bearer ${token.token}` });
    clouds.behaviour.now = before;
    expect(late.body).toMatchObject({ error: { code: 'ExpiredAuthenticationToken' } });
  });
});
