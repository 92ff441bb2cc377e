import { request } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startCloudSim, type CloudSim } from './server.js';

const signed = (key: string, secret: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261122/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=${secret}`,
  'x-amz-date': '20261122T000000Z',
  'x-amz-security-token': 'CANARY-SESSION-TOKEN',
});

describe('the simulator as a server', () => {
  const started: CloudSim[] = [];
  const start = async (...options: Parameters<typeof startCloudSim>): Promise<CloudSim> => {
    const sim = await startCloudSim(...options);
    started.push(sim);
    return sim;
  };
  afterEach(async () => {
    await Promise.all(started.splice(0).map((sim) => sim.stop()));
  });

  const statusOf = (url: string, ca: string | undefined): Promise<number> =>
    new Promise((resolve, reject) => {
      request(url, ca === undefined ? {} : { ca }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });

  it('listens on loopback only, http for AWS and GCP, https for everything of Azure', async () => {
    const { endpoints } = await start({ estate: {} });
    const hosts = Object.entries(endpoints).map(([name, url]) => [name, new URL(url).hostname, new URL(url).protocol]);
    expect(hosts.every(([, hostname]) => hostname === '127.0.0.1')).toBe(true);
    expect(hosts.filter(([, , protocol]) => protocol === 'http:').map(([name]) => name)).toEqual(['aws', 'gcp', 'gcpToken']);
  });

  it('is trusted by who trusts its own authority, and by nobody else, the authority of another start included', async () => {
    const [sim, other] = [await start({ estate: {} }), await start({ estate: {} })];
    expect(await statusOf(`${sim.endpoints.azure}/`, sim.caCertificatePem)).toBeGreaterThan(0);
    await expect(statusOf(`${sim.endpoints.azure}/`, undefined)).rejects.toThrow();
    await expect(statusOf(`${sim.endpoints.azure}/`, other.caCertificatePem)).rejects.toThrow();
  });

  it('gives out no private key', async () => {
    const sim = await start({ estate: {} });
    expect(JSON.stringify(sim)).not.toContain('PRIVATE KEY');
  });

  it('keeps no credential of a request: neither header, query nor body', async () => {
    const sim = await start({ estate: {} });
    const signature = 'ab'.repeat(32);
    await fetch(`${sim.endpoints.aws}/?X-Amz-Signature=CANARY-QUERY`, {
      method: 'POST',
      body: 'Action=AssumeRole&ExternalId=CANARY-EXTERNAL-ID',
      headers: { ...signed('AKIACANARYCANARYCANA', signature), traceparent: '00-11111111111111111111111111111111-2222222222222222-01' },
    });
    const text = JSON.stringify(sim.log.all());
    expect(sim.log.all()).toHaveLength(1);
    for (const canary of ['CANARY', signature, 'AWS4-HMAC']) expect(text).not.toContain(canary);
    expect(sim.log.all()[0]).toMatchObject({
      cloud: 'aws',
      operation: 'sts:AssumeRole',
      access: 'sign-in',
      traceparent: expect.stringMatching(/^00-1{32}/),
      status: 403,
    });
  });

  it('waits as long as it was told before it answers', async () => {
    const sim = await start({ estate: {}, behaviour: { latencyMs: 80 } });
    const began = performance.now();
    await fetch(sim.endpoints.aws);
    expect(performance.now() - began).toBeGreaterThanOrEqual(79);
  });

  it('lets two simulators live side by side without seeing each other', async () => {
    const [one, two] = [await start({ estate: {} }), await start({ estate: {} })];
    await fetch(one.endpoints.aws);
    expect([one.log.all().length, two.log.all().length]).toEqual([1, 0]);
  });

  it('stops although clients keep their connections open', async () => {
    const sim = await startCloudSim({ estate: {} });
    await fetch(sim.endpoints.aws, { headers: { connection: 'keep-alive' } });
    await sim.stop();
    await expect(fetch(sim.endpoints.aws)).rejects.toThrow();
  });

  it('refuses an estate it cannot make, naming the member', async () => {
    await expect(startCloudSim({ estate: { aws: { volumes: [{ count: 1, region: 'mars-north-1' }] } } })).rejects.toThrow(/mars-north-1 is not a region/);
    await expect(startCloudSim({ estate: { aws: { volumes: [{ count: 2, id: 'vol-1' }] } } })).rejects.toThrow(/an id names one resource/);
    await expect(startCloudSim({ estate: { aws: { volumes: [{ dailyCost: '1,5' }] } } })).rejects.toThrow(/decimal string/);
  });
});
