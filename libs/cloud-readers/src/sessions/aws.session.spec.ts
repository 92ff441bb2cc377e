import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO_AWS_READ_POLICY, startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import type { Scope } from '../engine/scope.js';
import { readPages } from '../engine/read-pages.js';
import { awsEc2VolumesReader } from '../aws/ec2/volumes.reader.js';
import { awsOperations } from '../operations/aws.operations.js';
import { silentObserver, type CallEvent, type CallObserver } from '../gate/call-observer.js';
import { openSession } from './open-session.js';
import { parseCredential } from './credential.js';
import type { OpenSession, OpenSessionOptions } from './session-options.js';

const base = { accessKeyId: 'AKIABASEIDENTITY0001', secretAccessKey: 'the-base-identity-of-this-vitrine' };
const externalId = 'external-id-of-connection-one';
const administrator = { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action: ['*'], Resource: '*' }] };
const trusted = { trustedAccessKeyIds: [base.accessKeyId] };
const readable = awsOperations.filter(({ list }) => list !== 'sign-in').map(({ id }) => id);
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('an AWS session', () => {
  let sim: CloudSim;
  const signal = new AbortController().signal;
  const ireland: Scope = { cloud: 'aws', accountId: '111122223333', region: 'eu-west-1' };

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        aws: {
          accessKeys: [{ accessKeyId: base.accessKeyId, userName: 'vitrine', accountId: '999988887777' }],
          roles: [
            { name: 'Reader', ...trusted, externalId, policies: [{ name: 'read', document: DEMO_AWS_READ_POLICY }] },
            { name: 'Administrator', ...trusted, externalId, policies: [{ name: 'all', document: administrator }] },
            { name: 'Open', ...trusted, policies: [{ name: 'read', document: DEMO_AWS_READ_POLICY }] },
          ],
          volumes: [
            { situation: 'in-use', count: 1200, region: 'eu-west-1' },
            { situation: 'unattached', count: 3, region: 'eu-west-1', tags: { Name: 'ünïcode <&> "name"' } },
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

  function options(more: Partial<OpenSessionOptions> = {}): OpenSessionOptions {
    return {
      baseIdentities: { aws: base },
      endpoints: { aws: sim.endpoints.aws },
      operations: readable,
      clock: () => new Date(),
      observer: silentObserver,
      signal,
      ...more,
    };
  }

  const role = (name: string): Promise<OpenSession> =>
    openSession(parseCredential('aws.role', { roleArn: `arn:aws:iam::111122223333:role/${name}`, externalId }), options());

  it('assumes the role by the base identity, pins its account, and reads every page', async () => {
    const session = await role('Reader');
    const items = [];
    for await (const page of readPages(awsEc2VolumesReader, ireland, session, { pageToken: null, signal })) {
      if (page.outcome !== 'read') throw new Error(page.outcome);
      expect(page.rejected).toEqual([]);
      items.push(...page.items);
    }
    expect(items).toHaveLength(1203);
    expect(items.filter(({ state }) => state === 'available').map(({ tags }) => tags['Name'])).toEqual(Array.from({ length: 3 }, () => 'ünïcode <&> "name"'));
    expect(session.principal.accountId).toBe('111122223333');
    expect(session.expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(15 * 60_000);
    expect(sim.log.count('ec2:DescribeVolumes')).toBe(2);
    expect(sim.log.writes()).toEqual([]);
    session.close();
    await expect(session.call({ operation: 'ec2:DescribeRegions' }, signal)).rejects.toMatchObject({ code: 'session-closed' });
  });

  it('T20: tells a role that asks for the External ID from one that lets anybody in', async () => {
    const closed = await role('Reader');
    const open = await role('Open');
    expect(await closed.trustPolicy(signal)).toBe('closed');
    expect(await open.trustPolicy(signal)).toBe('open');
    closed.close();
    open.close();
  });

  it('T22: an administrator role, once assumed, may still only read, because the session policy says so', async () => {
    const session = await openSession(
      parseCredential('aws.role', { roleArn: 'arn:aws:iam::111122223333:role/Administrator', externalId }),
      options({ operations: ['ec2:DescribeVolumes'] }),
    );
    const result = await session.call(awsEc2VolumesReader.request({ scope: ireland, pageToken: null, pageSize: 5 }), signal);
    expect(result.outcome).toBe('read');
    // Not on this session's list: stopped by us, and AWS would have refused it too.
    await expect(session.call({ operation: 'ec2:DescribeSnapshots', region: 'eu-west-1' }, signal)).rejects.toMatchObject({ code: 'operation-not-declared' });
    expect(sim.log.count('ec2:DescribeSnapshots')).toBe(0);
    session.close();
  });

  it('names the missing permission where AWS refuses, in the form of either protocol', async () => {
    sim.behaviour.denied.add('ec2:DescribeVolumes');
    sim.behaviour.denied.add('iam:ListUsers');
    sim.behaviour.denied.add('pricing:GetProducts');
    const session = await role('Reader');
    for (const [operation, region] of [
      ['ec2:DescribeVolumes', 'eu-west-1'],
      ['iam:ListUsers', undefined],
      ['pricing:GetProducts', undefined],
    ] as const) {
      const result = await session.call({ operation, ...(region === undefined ? {} : { region }), shape: {}, body: {} }, signal);
      expect(result).toMatchObject({ outcome: 'denied', operation, permission: operation });
    }
    session.close();
  });

  it('sends the trace id with every call and reports each call once', async () => {
    const events: CallEvent[] = [];
    const observer: CallObserver = { ended: (event) => events.push(event), refused: () => undefined, traceparent: () => traceparent };
    const session = await openSession(parseCredential('aws.role', { roleArn: 'arn:aws:iam::111122223333:role/Reader', externalId }), options({ observer }));
    await session.call({ operation: 'ec2:DescribeRegions', region: 'eu-west-1', shape: {} }, signal);
    expect(sim.log.of('ec2:DescribeRegions')[0]?.traceparent).toBe(traceparent);
    expect(events).toMatchObject([{ operation: 'ec2:DescribeRegions', outcome: 'read', attempts: 1 }]);
    session.close();
  });

  it('refuses a role that does not trust us, and a connection pinned to another account (T11)', async () => {
    const wrong = openSession(parseCredential('aws.role', { roleArn: 'arn:aws:iam::111122223333:role/Reader', externalId: 'not-the-external-id' }), options());
    await expect(wrong).rejects.toMatchObject({ code: 'sign-in-refused' });
    const other = openSession(
      parseCredential('aws.role', { roleArn: 'arn:aws:iam::111122223333:role/Reader', externalId }),
      options({ pins: { awsAccountId: '444455556666' } }),
    );
    await expect(other).rejects.toMatchObject({ code: 'account-mismatch' });
  });

  it('reads the bill through the official client, and the gate lets nothing else of it out', async () => {
    const session = await role('Reader');
    const today = new Date().toISOString().slice(0, 10);
    const start = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10);
    const result = await session.call(
      { operation: 'ce:GetCostAndUsage', body: { TimePeriod: { Start: start, End: today }, Granularity: 'DAILY', Metrics: ['AmortizedCost'] } },
      signal,
    );
    expect(result).toMatchObject({ outcome: 'read', body: { ResultsByTime: expect.any(Array) } });
    sim.behaviour.denied.add('ce:GetCostAndUsage');
    const refused = await session.call(
      { operation: 'ce:GetCostAndUsage', body: { TimePeriod: { Start: start, End: today }, Granularity: 'DAILY', Metrics: ['AmortizedCost'] } },
      signal,
    );
    expect(refused).toMatchObject({ outcome: 'denied', permission: 'ce:GetCostAndUsage' });
    session.close();
  });

  it('T21: asks nobody but the base identity, whatever lies in the environment', async () => {
    const planted = {
      AWS_ACCESS_KEY_ID: 'AKIAPLANTEDPLANTED01',
      AWS_SECRET_ACCESS_KEY: 'planted',
      AWS_PROFILE: 'planted',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: sim.endpoints.gcp,
    };
    const before = { ...process.env };
    Object.assign(process.env, planted);
    try {
      await expect(
        openSession(parseCredential('aws.role', { roleArn: 'arn:aws:iam::111122223333:role/Reader', externalId }), options({ baseIdentities: {} })),
      ).rejects.toMatchObject({ code: 'base-identity-missing' });
      expect(sim.log.all()).toEqual([]);
      const session = await role('Reader');
      expect(sim.log.all().filter(({ principal }) => principal?.includes('planted') === true)).toEqual([]);
      session.close();
    } finally {
      for (const name of Object.keys(planted)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    }
  });
});
