import {
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  type LoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCloudSim, type CloudSim } from '../../http/server.js';
import { awsSdkConfig } from '../aws-sdk-config.js';

const KEY = 'AKIAELBSPECREADER001';

describe('load balancers, prices and canaries of the simulated AWS', () => {
  let sim: CloudSim;

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        aws: {
          regions: ['eu-west-1'],
          accessKeys: [
            { accessKeyId: KEY, userName: 'reader', policies: [{ name: 'All', document: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } }] },
          ],
          instances: [{ count: 3 }],
          loadBalancers: [
            { situation: 'used' },
            { situation: 'without-targets' },
            { situation: 'unhealthy' },
            { situation: 'redirect-only' },
            { situation: 'used', type: 'network' },
          ],
          objects: [{ bucket: 'customers', key: 'export/2026.csv', body: 'CANARY-OBJECT' }],
          secrets: [{ name: 'database', value: 'CANARY-SECRET' }],
        },
      },
    });
  });
  afterAll(() => sim.stop());

  it('tells balancers without targets from unhealthy ones and from ones that only redirect', async () => {
    const client = new ElasticLoadBalancingV2Client(awsSdkConfig(sim, { accessKeyId: KEY }, 'eu-west-1'));
    const balancers: LoadBalancer[] = [];
    for await (const page of paginateDescribeLoadBalancers({ client, pageSize: 2 }, {})) balancers.push(...(page.LoadBalancers ?? []));
    expect(balancers.map(({ Type }) => Type)).toEqual(['application', 'application', 'application', 'application', 'network']);
    const seen: string[] = [];
    for (const { LoadBalancerArn } of balancers) {
      const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
      const states: string[] = [];
      for (const { TargetGroupArn } of TargetGroups) {
        const { TargetHealthDescriptions = [] } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
        states.push(...TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State ?? ''));
      }
      const { Listeners = [] } = await client.send(new DescribeListenersCommand({ LoadBalancerArn }));
      seen.push(`${String(TargetGroups.length)} groups: ${states.join(' ')}: ${Listeners[0]?.DefaultActions?.[0]?.Type ?? ''}`);
    }
    expect(seen).toEqual([
      '1 groups: healthy healthy: forward',
      '1 groups: : forward',
      '1 groups: unhealthy unhealthy: forward',
      '0 groups: : redirect',
      '1 groups: healthy healthy: forward',
    ]);
  });

  it('answers exactly one price for a fully named product', async () => {
    const client = new PricingClient(awsSdkConfig(sim, { accessKeyId: KEY }, 'us-east-1'));
    const filter = (Field: string, Value: string) => ({ Type: 'TERM_MATCH' as const, Field, Value });
    const { PriceList = [] } = await client.send(
      new GetProductsCommand({
        ServiceCode: 'AmazonEC2',
        Filters: [filter('volumeApiName', 'gp3'), filter('regionCode', 'eu-west-1'), filter('productFamily', 'Storage')],
      }),
    );
    expect(PriceList).toHaveLength(1);
    expect(JSON.parse(String(PriceList[0]))).toMatchObject({ product: { attributes: { volumeApiName: 'gp3' } } });
    expect(String(PriceList[0])).toContain('"USD":"0.0800000000"');
  });

  it('hands out canaries to who asks, and logs that as a look at secrets', async () => {
    sim.log.clear();
    const signed = (service: string) => ({
      authorization: `AWS4-HMAC-SHA256 Credential=${KEY}/20261122/eu-west-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
      'x-amz-date': '20261122T000000Z',
    });
    const object = await fetch(`${sim.endpoints.aws}/customers/export/2026.csv`, { headers: signed('s3') });
    const secret = await fetch(sim.endpoints.aws, {
      method: 'POST',
      body: JSON.stringify({ SecretId: 'database' }),
      headers: { ...signed('secretsmanager'), 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' },
    });
    expect(await object.text()).toBe('CANARY-OBJECT');
    expect(await secret.json()).toMatchObject({ SecretString: 'CANARY-SECRET' });
    expect(sim.log.secretReads().map(({ operation }) => operation)).toEqual(['s3:GetObject', 'secretsmanager:GetSecretValue']);
    expect(sim.log.writes()).toEqual([]);
  });
});
