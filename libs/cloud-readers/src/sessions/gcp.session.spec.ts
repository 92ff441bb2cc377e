import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import type { Scope } from '../engine/scope.js';
import { readPages } from '../engine/read-pages.js';
import { silentObserver } from '../gate/call-observer.js';
import { gcpComputeDisksReader } from '../gcp/compute/disks.reader.js';
import { gcpOperations } from '../operations/gcp.operations.js';
import { parseCredential, type Credential } from './credential.js';
import { openSession } from './open-session.js';
import type { OpenSessionOptions } from './session-options.js';

const email = 'vitrine-audit@shop-production.iam.gserviceaccount.com';
const readable = gcpOperations.filter(({ list }) => list === 'inventory').map(({ id }) => id);

describe('a Google Cloud session', () => {
  let sim: CloudSim;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signal = new AbortController().signal;
  const scope: Scope = { cloud: 'gcp', accountId: 'shop-production', region: null };

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        gcp: {
          serviceAccounts: [{ email, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }],
          projects: [
            { projectId: 'shop-production', projectNumber: '4242424242', resources: [{ kind: 'disk', name: 'left', count: 5, condition: 'unattached' }] },
          ],
        },
      },
    });
  });
  afterAll(() => sim.stop());
  beforeEach(() => {
    sim.log.clear();
    sim.behaviour.denied.clear();
  });

  const options = (more: Partial<OpenSessionOptions> = {}): OpenSessionOptions => ({
    baseIdentities: {},
    endpoints: { gcp: sim.endpoints.gcp },
    operations: readable,
    clock: () => new Date(),
    observer: silentObserver,
    signal,
    ...more,
  });
  const key = (more: object = {}): Credential =>
    parseCredential('gcp.key', { clientEmail: email, privateKey: privateKeyPem, privateKeyId: 'key-1', projectId: 'shop-production', ...more });

  it('signs in with a key taken field by field and reads aggregated lists in pages', async () => {
    const session = await openSession(key(), options());
    const items = [];
    let pages = 0;
    for await (const page of readPages(gcpComputeDisksReader, scope, session, { pageToken: null, signal, pageSize: 2 })) {
      if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
      expect(page.rejected).toEqual([]);
      items.push(...page.items);
      pages += 1;
    }
    expect(items).toHaveLength(5);
    expect(pages).toBeGreaterThan(1);
    expect(items[0]).toMatchObject({ users: [], status: 'READY', sizeGb: 100 });
    expect(sim.log.writes()).toEqual([]);
    session.close();
  });

  it("T16, T18: takes nothing from a customer's file that names a host", async () => {
    const hostile = {
      token_uri: 'http://127.0.0.1:1/steal',
      universe_domain: 'attacker.example',
      auth_uri: 'http://127.0.0.1:1',
      credential_source: { file: '/etc/passwd' },
      token_url: 'http://127.0.0.1:1',
    };
    const session = await openSession(key(hostile), options());
    expect(sim.log.all().map(({ path }) => path)).toEqual(['/oauth2.googleapis.com/token']);
    session.close();
  });

  it('names the permission that Google says is missing', async () => {
    sim.behaviour.denied.add('compute.disks.list');
    const session = await openSession(key(), options());
    for await (const page of readPages(gcpComputeDisksReader, scope, session, { pageToken: null, signal })) {
      expect(page).toMatchObject({ outcome: 'denied', permission: 'compute.disks.list' });
    }
    session.close();
  });

  it('reads the price list through the official client, past the same gate', async () => {
    const session = await openSession(key(), options());
    const result = await session.call({ operation: 'cloudbilling.services.skus.list', path: { service: '6F81-5844-456A' }, query: { pageSize: '10' } }, signal);
    expect(result).toMatchObject({ outcome: 'read', body: { skus: expect.any(Array) } });
    session.close();
  });

  it('refuses a key that Google does not know', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(openSession(key({ privateKey: stranger }), options())).rejects.toMatchObject({ code: 'sign-in-refused' });
  });

  it('T21: looks at no application-default file, no metadata server and no gcloud login', async () => {
    const planted = {
      GOOGLE_APPLICATION_CREDENTIALS: '/nonexistent/adc.json',
      GCE_METADATA_HOST: '127.0.0.1:1',
      GOOGLE_CLOUD_PROJECT: 'planted',
      GOOGLE_CLOUD_UNIVERSE_DOMAIN: 'attacker.example',
    };
    Object.assign(process.env, planted);
    try {
      const federated = parseCredential('gcp.wif', { projectNumber: '4242424242', poolId: 'vitrine', providerId: 'vitrine', serviceAccountEmail: email });
      await expect(openSession(federated, options())).rejects.toMatchObject({ code: 'base-identity-missing' });
      expect(sim.log.all()).toEqual([]);
      const session = await openSession(key(), options());
      session.close();
    } finally {
      for (const name of Object.keys(planted)) Reflect.deleteProperty(process.env, name);
    }
  });
});
