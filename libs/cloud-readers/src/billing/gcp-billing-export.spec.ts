import { describe, expect, it } from '@jest/globals';
import { selectRefusal } from '../gate/big-query-check.js';
import { billingExportQuery, gcpBillingExportBillReader } from './gcp-billing-export.bill-reader.js';

const standard = 'acme-billing.export.gcp_billing_export_v1_0123AB_4567CD_89EF01';
const detailed = 'acme-billing.export.gcp_billing_export_resource_v1_0123AB_4567CD_89EF01';
const focus = 'acme-billing.focus.gcp_billing_export_focus_0123AB_4567CD_89EF01';
const query = (table: string): string => billingExportQuery(table, '2026-10-01', '2026-11-01', 'acme-prod');

describe('the three exports of Google', () => {
  it.each([standard, detailed, focus])('%s is asked by a statement that the gate takes for that table and no other', (table) => {
    expect(selectRefusal(query(table), table)).toBeNull();
    expect(selectRefusal(query(table), `${table}x`)).not.toBeNull();
  });

  it('the standard export is asked for no resource, which it does not have', () => {
    expect(query(standard)).not.toContain('resource.');
    expect(query(detailed)).toContain('resource.global_name');
    expect(query(focus)).toContain('PricingCategory');
  });

  const rows = (names: readonly string[], values: readonly (string | null)[]) =>
    gcpBillingExportBillReader.page(
      { jobReference: { jobId: 'j' }, schema: { fields: names.map((name) => ({ name })) }, rows: [{ f: values.map((v) => ({ v })) }] },
      {
        scope: { cloud: 'gcp', accountId: 'acme-prod', region: null },
        pins: {},
        from: '2026-10-01',
        to: '2026-11-01',
        pageToken: JSON.stringify({ step: 'run' }),
      },
    ).rows;
  const common = ['day', 'service', 'sku', 'region', 'project', 'billing_account', 'currency', 'cost', 'effective'];
  const values = ['2026-10-02', 'Compute Engine', 'N1 Predefined Instance Core', 'europe-west1', 'acme-prod', '0123AB', 'EUR', '10', '7'];

  it('a standard row is a total without a resource', () => {
    expect(rows(common, values)).toMatchObject([{ resource_id: null, resource_id_canonical: null, effective_cost: '7', pricing_category: null }]);
  });

  it('a FOCUS row keeps what was billed and what it cost apart, and says how it was priced', () => {
    const named = rows(
      [...common, 'global_name', 'resource_name', 'pricing'],
      [...values, '//compute.googleapis.com/projects/acme-prod/zones/europe-west1-b/disk/42', 'data', 'Committed'],
    );
    expect(named).toMatchObject([
      {
        billed_cost: '10',
        effective_cost: '7',
        pricing_category: 'Committed',
        resource_id_canonical: '//compute.googleapis.com/projects/acme-prod/zones/europe-west1-b/disks/data',
      },
    ]);
  });
});
