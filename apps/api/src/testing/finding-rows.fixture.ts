import { createHash } from 'node:crypto';
import { findingIdSchema, newId } from '@vitrine/contracts';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { z } from 'zod';

export interface PlantedFinding {
  readonly cloud?: 'aws' | 'azure' | 'gcp';
  readonly rule?: string;
  readonly verdict?: 'fail' | 'undetermined';
  readonly status?: string;
  readonly severity?: string;
  readonly provisional?: boolean;
  readonly superseded?: boolean;
  readonly resource?: string;
  readonly name?: string | null;
  readonly region?: string;
  readonly saving?: string | null;
  readonly gross?: string | null;
  readonly cost?: string | null;
  readonly currency?: string | null;
  readonly group?: string;
  readonly seenAt?: string;
}

/** An audit that has ended, for findings to belong to. */
export async function plantAudit(database: TestDatabase, organization: SeededOrganization, cloud: 'aws' | 'azure' | 'gcp' = 'aws'): Promise<string> {
  const id = newId(z.string());
  await database
    .poolFor('postgres')
    .query(
      `insert into vitrine.audit (organization_id, id, connection_id, credential_version, state, requested_by, ended_at) values ($1, $2, $3, 1, 'completed', 'spec', now())`,
      [organization.organizationId, id, organization.connections[cloud]],
    );
  return id;
}

/** A finding as a worker writes it. @returns id and fingerprint mark, as pages note what stands */
export async function plantFinding(
  database: TestDatabase,
  organization: SeededOrganization,
  auditId: string,
  planted: PlantedFinding = {},
): Promise<{ id: string; mark: string }> {
  const id = findingIdSchema.parse(newId(findingIdSchema));
  const cloud = planted.cloud ?? 'aws';
  const fingerprint = createHash('sha256').update(id).digest('hex');
  const resource = planted.resource ?? `vol-${id}`;
  const realisable = planted.saving === undefined ? '8' : planted.saving;
  const gross = planted.gross === undefined ? realisable : planted.gross;
  const evidence = { source: ['ec2:DescribeVolumes'], window: null, facts: { state: 'available' }, formula: '100 GB × 0.08', assumptions: [] };
  await database.poolFor('postgres').query(
    `insert into vitrine.finding (organization_id, id, connection_id, audit_id, fingerprint, rule_id, rule_version, family, cloud, reader, scope, title, verdict, reason, missing_permission, status, severity,
       confidence, effort, action_group, provisional, superseded, account_id, region, resource_id, canonical_id, resource_name, resource_type, saving_method, currency, cost_now_monthly,
       saving_gross_monthly, saving_realisable_monthly, saving_bound, price, evidence, verify, remedy, content_hash, first_seen_at)
     values ($1, $2, $3, $4, $5, $6, 1, 'cost', $7, 'r', 's', $8, $9, $10, $11, $12, $13, 'high', 'Low', $14, $15, $16, '123456789012', $17, $18, $18, $19, 'aws.ebs.volume', $20, $21, $22, $23, $24, null, null,
       $25, 'aws ec2 describe-volumes', $26, 1, coalesce($27::timestamptz, now()))`,
    [
      organization.organizationId,
      id,
      organization.connections[cloud],
      auditId,
      fingerprint,
      planted.rule ?? 'aws.ebs.volume-unattached',
      cloud,
      'A volume that no machine uses',
      planted.verdict ?? 'fail',
      planted.verdict === 'undetermined' ? 'no_permission' : null,
      planted.verdict === 'undetermined' ? 'cloudwatch:GetMetricData' : null,
      planted.status ?? 'open',
      planted.severity ?? 'medium',
      planted.group ?? 'terminate',
      planted.provisional ?? false,
      planted.superseded ?? false,
      planted.region ?? 'eu-central-1',
      resource,
      planted.name ?? null,
      realisable === null ? null : 'LIST',
      planted.currency === undefined ? 'USD' : planted.currency,
      planted.cost ?? null,
      gross,
      realisable,
      JSON.stringify(evidence),
      JSON.stringify({ steps: ['Take a snapshot', 'Delete the volume'], rollback: 'Restore from the snapshot' }),
      planted.seenAt ?? null,
    ],
  );
  return { id, mark: BigInt.asIntN(64, BigInt(`0x${fingerprint.slice(0, 16)}`)).toString() };
}
