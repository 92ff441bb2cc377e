import { createHash } from 'node:crypto';
import { findingIdSchema, newId, type Evidence, type Remedy, type Saving } from '@vitrine/contracts';

/** As the rule of unattached volumes writes them: the texts and the evidence are of real length. */
export function sampleFindings(of: { readonly connectionId: string; readonly auditId: string }, count: number, round: number, day = 1): object[] {
  return Array.from({ length: count }, (_, index) => sampleFinding(of, `vol-${String(round).padStart(4, '0')}${String(index).padStart(13, '0')}`, day));
}

function sampleFinding({ connectionId, auditId }: { readonly connectionId: string; readonly auditId: string }, resourceId: string, day: number): object {
  const canonicalId = `arn:aws:ec2:eu-west-1:111122223333:volume/${resourceId}`;
  const ruleId = 'aws.ec2.volume-unattached';
  const saving: Saving = {
    method: 'LIST',
    currency: 'USD',
    costNowMonthly: '8.00',
    savingGrossMonthly: '8.00',
    savingRealisableMonthly: '8.00',
    bound: 'estimate',
    price: {
      source: 'list-price',
      sku: 'QWJ3N4V5JK8RSTUV',
      unitPrice: '0.08',
      unit: 'GB-Mo',
      currency: 'USD',
      effectiveDate: '2026-11-01',
      fetchedAt: '2026-11-22T00:00:00.000Z',
    },
  };
  const evidence: Evidence = {
    source: ['ec2:DescribeVolumes'],
    window: { start: '2026-10-08T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' },
    facts: { state: 'available', volumeType: 'gp3', sizeGib: 100, createTime: '2026-10-08T00:00:00.000Z', ageDays: 45 + day, graceDays: 14 },
    formula: 'state = available and age ≥ 14 days; 100 GB-Mo × 0.08 USD = 8.00 USD a month',
    assumptions: [
      'EC2 does not say when a volume was detached: its age since creation stands for the time unattached, and severity stays at most medium until two audits 24 hours apart have seen it.',
      'List price in the region, before any agreement.',
    ],
  };
  const remedy: Remedy = {
    steps: ['Ask the owner (tags) whether the data is still needed.', 'Take a final snapshot of the volume.', 'Delete the volume.'],
    rollback: 'Create a volume from the final snapshot in the same zone and attach it.',
  };
  return {
    id: newId(findingIdSchema),
    connectionId,
    auditId,
    fingerprint: createHash('sha256').update(`${ruleId}|${connectionId}|${canonicalId}`).digest('hex'),
    ruleId,
    ruleVersion: 1,
    family: 'cost',
    cloud: 'aws',
    reader: 'aws.ec2.volumes',
    scope: 'aws/111122223333/eu-west-1',
    title: 'EBS volume attached to nothing',
    verdict: 'fail',
    reason: null,
    missingPermission: null,
    severity: 'low',
    confidence: 'medium',
    effort: 'VeryLow',
    actionGroup: 'terminate',
    accountId: '111122223333',
    region: 'eu-west-1',
    resourceId,
    canonicalId,
    resourceName: `unattached-${resourceId}`,
    resourceType: 'AWS::EC2::Volume',
    saving,
    evidence,
    verify: `aws ec2 describe-volumes --volume-ids ${resourceId} --region eu-west-1 --query "Volumes[].[State,CreateTime,Size,Attachments]"`,
    remedy,
  };
}
