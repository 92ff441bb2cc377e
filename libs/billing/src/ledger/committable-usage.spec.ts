import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { z } from 'zod';
import { loadCostRows, parseFocus } from '../index.js';

const header =
  'BilledCost,EffectiveCost,ListCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,PricingCategory,ProviderName,SubAccountId,RegionId,ServiceName,SkuMeter,ResourceId';
const first = Date.UTC(2026, 8, 1);
const at = (hour: number): string => new Date(first + hour * 3_600_000).toISOString();
interface Line {
  readonly id: string;
  readonly cost: string;
  readonly pricing?: string;
  readonly list?: string;
  readonly account?: string;
  readonly meter?: string;
}
const line = (
  from: number,
  hours: number,
  { id, cost, pricing = 'Standard', list = cost, account = '111122223333', meter = 'EU-BoxUsage:m5.large' }: Line,
): string => `${cost},${cost},${list},USD,${at(from)},${at(from + hours)},Usage,${pricing},AWS,${account},eu-west-1,AmazonEC2,${meter},${id}`;
const daily = (of: Line, without: readonly number[] = []): string[] =>
  Array.from({ length: 30 }, (_, day) => day).flatMap((day) => (without.includes(day) ? [] : [line(day * 24, 24, of)]));

const foundSchema = z.object({
  rule_id: z.string(),
  resource_key: z.string(),
  verdict: z.string(),
  action_group: z.string(),
  cost: z.coerce.number().nullable(),
  gross: z.string().nullable(),
  evidence: z.looseObject({ commitment: z.looseObject({}).optional() }),
});

describe('commitments on a ledger (issue 4 §4)', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(() => database.drop());

  async function found(of: SeededOrganization, sourceKey: string, lines: readonly string[]): Promise<z.infer<typeof foundSchema>[]> {
    const file = await parseFocus(Readable.from([[header, ...lines].join('\n')]));
    return await withOrganization(database.poolFor('vitrine_api'), of.organizationId, async (transaction) => {
      await loadCostRows(transaction, { kind: 'focus-upload', sourceKey, connectionId: null, loadedBy: 'spec', dataset: sourceKey }, file);
      return await transaction.read(
        foundSchema,
        `select rule_id, resource_key, verdict, action_group, cost_now_monthly::float as cost, saving_gross_monthly::text as gross, evidence
         from vitrine.bill_opportunity where ledger_key = $1 and rule_id like '%commitment-gap' order by resource_key`,
        [sourceKey],
      );
    });
  }

  /** A finding as an audit leaves it, on the machine that the bill calls `id`. */
  async function finding(of: SeededOrganization, id: string, status: string, group = 'terminate', verdict = 'fail'): Promise<void> {
    const [auditId, findingId] = [randomUUID(), randomUUID()];
    const canonical = `arn:aws:ec2:eu-west-1:111122223333:instance/${id}`;
    const owner = database.poolFor('postgres');
    await owner.query(
      `insert into vitrine.audit (organization_id, id, connection_id, credential_version, state, requested_by, ended_at) values ($1, $2, $3, 1, 'completed', 'spec', now())`,
      [of.organizationId, auditId, of.connections.aws],
    );
    await owner.query(
      `insert into vitrine.finding (organization_id, id, connection_id, audit_id, fingerprint, rule_id, rule_version, family, cloud, reader, scope, title, verdict, reason, status, severity,
         confidence, effort, action_group, provisional, superseded, account_id, resource_id, canonical_id, resource_type, evidence, verify, remedy, content_hash, first_seen_at)
       values ($1, $2, $3, $4, $5, 'aws.ec2.instance-idle', 1, 'cost', 'aws', 'r', 's', 'Idle', $6, $7, $8, 'high', 'high', 'Low', $9, false, false, '111122223333', $10, $10, 'x', '{}', 'aws', '{}', 1, now())`,
      [
        of.organizationId,
        findingId,
        of.connections.aws,
        auditId,
        createHash('sha256').update(findingId).digest('hex'),
        verdict,
        verdict === 'fail' ? null : 'no_metrics',
        status,
        group,
        canonical,
      ],
    );
  }

  it('are advised on what runs nearly always, without spot, disks and what is committed already', async () => {
    const lines = [
      ...daily({ id: 'i-base', cost: '10' }, [3, 4]),
      ...daily({ id: 'i-spot', cost: '40', pricing: 'Dynamic' }),
      ...daily({ id: 'vol-disk', cost: '40', meter: 'EU-EBS:VolumeUsage.gp3' }),
      ...daily({ id: 'i-plan', cost: '5', list: '8', pricing: 'Committed' }),
      ...daily({ id: 'i-other', cost: '2', account: '444455556666' }),
    ];
    const [one, two] = await found(acme, 'base', lines);
    expect(one).toMatchObject({
      rule_id: 'bill.aws-commitment-gap',
      resource_key: 'commitment/111122223333',
      verdict: 'fail',
      action_group: 'commit',
      cost: 304.4,
      gross: null,
    });
    expect(one?.evidence.commitment).toMatchObject({
      ...{ granularity: 'day', moments: 30, usedShare: '0.9333', breakEvenDiscount: '0.0667', wasteMonthly: '0', wasteResources: 0, ownDiscount: '0.375' },
      offers: [expect.objectContaining({ term: '1y', discount: null }), expect.objectContaining({ term: '3y', discount: null })],
    });
    // Each account for itself.
    expect(two).toMatchObject({ resource_key: 'commitment/444455556666', cost: 60.88 });
  });

  it('leave out a machine with an open finding of waste, whose usage is to end, and say how much that is', async () => {
    const lines = [...daily({ id: 'i-kept', cost: '10' }), ...daily({ id: 'i-idle', cost: '4' })];
    expect(await found(acme, 'waste', lines)).toMatchObject([{ cost: 426.16 }]);
    await finding(acme, 'i-idle', 'open');
    const [after] = await found(acme, 'waste', lines);
    expect(after).toMatchObject({ cost: 304.4, evidence: { commitment: { wasteResources: 1, wasteMonthly: '121.76' } } });
  });

  it('keep what its owner waived, what was resolved or could not be judged, and advice on commitments itself', async () => {
    const lines = [
      ...daily({ id: 'i-a', cost: '4' }),
      ...daily({ id: 'i-b', cost: '4' }),
      ...daily({ id: 'i-c', cost: '4' }),
      ...daily({ id: 'i-d', cost: '4' }),
    ];
    await finding(acme, 'i-a', 'waived');
    await finding(acme, 'i-b', 'resolved');
    await finding(acme, 'i-c', 'open', 'terminate', 'undetermined');
    await finding(acme, 'i-d', 'open', 'commit');
    expect(await found(acme, 'kept', lines)).toMatchObject([{ cost: 487.04, evidence: { commitment: { wasteResources: 0 } } }]);
  });

  it('leave out what the bill itself has just shown to be waste', async () => {
    const lines = [...daily({ id: 'i-new', cost: '10' }), ...daily({ id: 'i-old', cost: '4', meter: 'EU-BoxUsage:m4.large' })];
    expect(await found(acme, 'superseded', lines)).toMatchObject([{ cost: 304.4, evidence: { commitment: { wasteResources: 1 } } }]);
  });

  it('do not take another organization’s findings for this one’s (CF-19)', async () => {
    const lines = [...daily({ id: 'i-theirs', cost: '10' })];
    await finding(umbra, 'i-theirs', 'open');
    expect(await found(acme, 'mine', lines)).toMatchObject([{ cost: 304.4 }]);
    expect(await found(umbra, 'theirs', lines)).toEqual([]);
  });

  it('see by the hour what days hide: a machine that rests at night is nothing to commit to', async () => {
    const hours = Array.from({ length: 720 }, (_, hour) => hour);
    // The last day of a ledger that ends within it is none of its complete ones, so one more is told of.
    const office = [...hours, ...hours.slice(0, 24).map((hour) => hour + 720)].filter((hour) => hour % 24 >= 8 && hour % 24 < 20);
    expect(await found(acme, 'office-by-day', daily({ id: 'i-office', cost: '12' }))).toMatchObject([{ cost: 365.28 }]);
    expect(
      await found(
        acme,
        'office-by-hour',
        office.map((hour) => line(hour, 1, { id: 'i-office', cost: '1' })),
      ),
    ).toEqual([]);
    const always = await found(
      acme,
      'always-by-hour',
      hours.map((hour) => line(hour, 1, { id: 'i-always', cost: '0.5' })),
    );
    expect(always).toMatchObject([
      { cost: 365.28, evidence: { commitment: { granularity: 'hour', moments: 720, commitPerHour: '0.5', usedShare: '1', breakEvenDiscount: '0' } } },
    ]);
  });

  it('are not judged where the bill does not say how usage was priced', async () => {
    expect(await found(acme, 'unsaid', daily({ id: 'i-unsaid', cost: '10', pricing: '' }))).toMatchObject([{ verdict: 'undetermined', cost: null }]);
  });
});
