import { describe, expect, it } from '@jest/globals';
import { jobIdSchema } from '@vitrine/contracts';
import { priceKeyText, type PriceKey } from '@vitrine/pricing';
import { AuditHouse } from '../testing/audit-house.js';
import { claimJob } from '../jobs/claim-job.js';
import { startAudit } from '../testing/run-audit-here.js';
import { listPrices } from './prices.js';

describe('list prices', () => {
  const house = new AuditHouse();

  it('read the same from the cache as from the list, to the last digit: another way to write one price would rewrite every finding', async () => {
    const key: PriceKey = { cloud: 'aws', service: 'AmazonEC2', region: 'eu-central-1', attributes: { volumeApiName: 'gp3' }, quantity: '1', unit: 'GB-Mo' };
    await house.root.query(
      `insert into vitrine.list_price (price_key, unit_price, currency, unit, sku, source) values ($1, 0.0800000000, 'USD', 'GB-Mo', 'S', 'aws.products'), ($2, 10, 'USD', 'Hrs', 'T', 'aws.products')`,
      [priceKeyText(key), priceKeyText({ ...key, service: 'AmazonRDS' })],
    );
    const { organizationId, planJobId } = await startAudit(house.pools, house.acme);
    const claim = await claimJob(house.context.pool, { organizationId, jobId: jobIdSchema.parse(planJobId) });
    if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
    const lent = { session: house.cloud.session, pins: {}, takeCalls: () => ({}) };
    const prices = await listPrices({ context: house.context, job: claim.job, lent, signal: new AbortController().signal }, [
      key,
      { ...key, service: 'AmazonRDS' },
    ]);
    expect([...prices.values()].map(({ unitPrice }) => unitPrice)).toEqual(['0.08', '10']);
  });
});
