import { type AwsLogsLogGroup, awsLogsLogGroupsReader } from '@vitrine/cloud-readers';
import { decimalText, exact } from '@vitrine/contracts';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

export const awsLogsLogGroupNoRetentionRule = defineRule<AwsLogsLogGroup>({
  id: 'aws.logs.log-group-no-retention',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Log group that keeps its events for ever',
  why: 'A log group without a retention keeps, and bills, every event since it was made.',
  verify: 'aws logs describe-log-groups --log-group-name-prefix {name} --region {region} --query "logGroups[].[logGroupName,retentionInDays,storedBytes]"',
  remedy: {
    steps: ['Ask the owner how long the events must be kept.', 'Export what an archive needs.', 'Set a retention on the group.'],
    rollback: 'Remove the retention; events that it has deleted come back only from the export.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'config',
  needs: { item: awsLogsLogGroupsReader },
  lookups: {},
  metrics: {},
  defaults: { targetDays: 90, minimumBytes: 1_073_741_824 },
  evaluate({ item, at, settings }) {
    // Groups of this class hold events for a day or two on their way to another service.
    if (item.logGroupClass === 'DELIVERY') return { verdict: 'not_applicable', because: 'a group of class DELIVERY keeps nothing for long' };
    if (item.retentionInDays !== null) return { verdict: 'pass' };
    if (item.storedBytes < setting(settings, 'minimumBytes')) return { verdict: 'pass' };
    const ageDays = daysSince(item.creationTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationTime: item.creationTime } };
    const targetDays = setting(settings, 'targetDays');
    if (ageDays <= targetDays) return { verdict: 'pass' };
    const share = exact('1').minus(exact(targetDays).dividedBy(exact(ageDays)));
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { retentionInDays: null, storedBytes: item.storedBytes, creationTime: item.creationTime, ageDays, targetDays, olderShare: share.toFixed(4) },
      window: null,
      formula: formula(
        `no retention and storedBytes ≥ ${String(setting(settings, 'minimumBytes'))}; of the storage meter the share (1 − ${String(targetDays)} ÷ age in days) is older than ${String(targetDays)} days`,
      ),
      assumptions: [
        'The group is taken to have filled evenly since it was made: its streams are not listed, since that is a throttled call per group.',
        'Only storage is counted. Ingestion is most of the bill of a log group and does not shrink with a retention.',
      ],
      cost: { kind: 'share', share: decimalText(share), meters: ['TimedStorage'], list: [] },
    };
  },
});
