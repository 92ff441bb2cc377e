import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { demoAwsEstate } from '../estates/demo-aws.estate.js';
import { startCloudSim, type CloudSim } from '../http/server.js';

const EXAMPLES = resolve(process.env['VITRINE_SHARED'] ?? resolve(process.cwd(), '../shared'), 'cloud-examples/aws/recorded');
const present = existsSync(EXAMPLES);
if (!present) process.stderr.write(`SKIPPED: no ${EXAMPLES}, so the shapes of the simulated AWS were not compared with recorded ones\n`);

const KEY = 'AKIAEXAMPLESREADER01';
const recordedSchema = z.looseObject({ data: z.looseObject({}) });

/** Every member name below a value, whatever its depth. */
function memberNames(value: unknown, into = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const member of value) memberNames(member, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      into.add(name.toLowerCase());
      memberNames(member, into);
    }
  }
  return into;
}

/** The names that any recorded answer of an operation has. */
function recordedNames(operation: string): Set<string> {
  const names = new Set<string>();
  for (const file of readdirSync(join(EXAMPLES, operation), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))) {
    memberNames(recordedSchema.parse(JSON.parse(readFileSync(join(EXAMPLES, operation, file), 'utf8'))).data, names);
  }
  return names;
}

/**
 * The wire says `volumeSet`, `status`, `reason` where the SDKs say `Volumes`, `State`, `StateTransitionReason`: the
 * names that EC2's model renames, and those that are newer than the recordings.
 */
const WIRE_NAMES: Readonly<Record<string, readonly string[]>> = {
  'ec2.DescribeVolumes': ['volumeset', 'attachmentset', 'tagset', 'status', 'throughput', 'multiattachenabled'],
  'ec2.DescribeInstances': [
    'reservationset',
    'instancesset',
    'groupset',
    'dnsname',
    'reason',
    'blockdevicemapping',
    'tagset',
    'networkinterfaceset',
    'instancestate',
  ],
  'ec2.DescribeAddresses': ['addressesset', 'tagset', 'publicipv4pool', 'networkbordergroup'],
  'ec2.DescribeSnapshots': ['snapshotset', 'tagset', 'status', 'storagetier', 'fullsnapshotsizeinbytes'],
  'ec2.DescribeImages': ['imagesset', 'imagestate', 'imageownerid', 'ispublic', 'blockdevicemapping', 'tagset'],
  'ec2.DescribeNatGateways': ['natgatewayset', 'natgatewayaddressset', 'tagset', 'associationid', 'isprimary', 'status'],
  'ec2.DescribeVpcEndpoints': ['vpcendpointset', 'subnetidset', 'tagset', 'serviceregion'],
  'ec2.DescribeNetworkInterfaces': ['networkinterfaceset', 'groupset', 'tagset', 'associationid'],
  'elasticloadbalancing.DescribeTargetGroups': ['healthcheckenabled', 'targettype'],
  'elasticloadbalancing.DescribeTargetHealth': ['targethealth', 'state'],
  'iam.ListUsers': ['marker'],
  'iam.SimulatePrincipalPolicy': [],
  'sts.GetCallerIdentity': [],
};

/** What a protocol wraps answers in. */
const ENVELOPE = new Set(['item', 'member', 'requestid', 'responsemetadata', 'nexttoken', 'istruncated', 'key', 'value', 'tags']);

(present ? describe : describe.skip)('the shapes that the simulated AWS answers in', () => {
  let sim: CloudSim;

  beforeAll(async () => {
    const demo = demoAwsEstate();
    const all = { Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } };
    sim = await startCloudSim({
      estate: { aws: { ...demo, accessKeys: [{ accessKeyId: KEY, userName: 'reader', policies: [{ name: 'All', document: all }] }] } },
    });
  });
  afterAll(() => sim.stop());

  const answer = async (service: string, form: Record<string, string>): Promise<unknown> => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${KEY}/20261122/eu-west-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
    const response = await fetch(sim.endpoints.aws, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { authorization, 'x-amz-date': '20261122T000000Z' },
    });
    const parsed: unknown = new XMLParser().parse(await response.text());
    const root = z.record(z.string(), z.unknown()).parse(parsed);
    const body = Object.entries(root).find(([name]) => name.endsWith('Response'))?.[1];
    const result = z.record(z.string(), z.unknown()).parse(body);
    return Object.entries(result).find(([name]) => name.endsWith('Result'))?.[1] ?? result;
  };

  const targetGroupArn = async (): Promise<string> => {
    const found = /arn:aws:elasticloadbalancing:[^"]*:targetgroup\/[^"]*/.exec(
      JSON.stringify(await answer('elasticloadbalancing', { Action: 'DescribeTargetGroups', Version: '2015-12-01' })),
    );
    return found?.[0] ?? '';
  };

  it.each(Object.keys(WIRE_NAMES))('%s: every element name is one that AWS itself has answered', async (operation) => {
    const [service = '', name = ''] = operation.split('.');
    const extra: Record<string, string> =
      name === 'DescribeTargetHealth'
        ? { TargetGroupArn: await targetGroupArn() }
        : name === 'SimulatePrincipalPolicy'
          ? { PolicySourceArn: 'arn:aws:iam::111122223333:role/VitrineAudit', 'ActionNames.member.1': 'ec2:DescribeVolumes' }
          : {};
    const version = service === 'elasticloadbalancing' ? '2015-12-01' : '2016-11-15';
    const answered = memberNames(await answer(service, { Action: name, Version: version, ...extra }));
    const known = recordedNames(operation);
    const unknown = [...answered].filter((member) => !known.has(member) && !ENVELOPE.has(member) && !WIRE_NAMES[operation]?.includes(member));
    expect(answered.size).toBeGreaterThan(2);
    expect(unknown).toEqual([]);
  });
});
