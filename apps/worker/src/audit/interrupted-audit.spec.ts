import { describe, expect, it } from '@jest/globals';
import { AuditHouse, volume } from '../testing/audit-house.js';
import { auditRow, jobRow } from '../testing/audit-rows.js';
import { unattachedRule } from '../testing/pretend-cloud.js';
import { oneRound, runAuditHere, startAudit, workUntilIdle } from '../testing/run-audit-here.js';

describe('an audit that something stops, starves or misleads', () => {
  const house = new AuditHouse();

  it('resumes at the page in hand after a kill, and repeats no committed page', async () => {
    let killed = false;
    house.cloud.before = (request) => {
      if (killed || request.operation !== 'pretend:DescribeVolumes' || request.query?.['token'] !== '2') return null;
      killed = true;
      throw new Error('the process is gone');
    };
    const audit = await startAudit(house.pools, house.acme, { rules: [unattachedRule.id] });
    await workUntilIdle(house.context, house.pools);
    await house.root.query(`update vitrine.job set not_before = null, offered_at = null where audit_id = $1`, [audit.auditId]);
    await workUntilIdle(house.context, house.pools);
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'completed' });
    const tokens = house.cloud.calls.filter((call) => call.region === 'eu-central-1').map((call) => call.query?.['token']);
    expect(tokens).toEqual(['', '2', '2', '4']);
  });

  it('begins again at page 0 when the provider refuses its own token, and counts nothing twice', async () => {
    let refused = false;
    house.cloud.before = (request) => {
      if (refused || request.query?.['token'] !== '4') return null;
      refused = true;
      return { outcome: 'token-refused', operation: request.operation };
    };
    const audit = await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({
      state: 'completed',
      totals: { coverage: { items: 6, rules: { [unattachedRule.id]: { fail: 3, pass: 3 } } } },
    });
  });

  it('ends partial and resolves nothing in a scope that could not be read', async () => {
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    house.cloud.estate.volumes = { 'eu-central-1': [], 'us-east-1': [] };
    house.cloud.before = (request) =>
      request.region === 'eu-central-1' ? { outcome: 'unavailable', operation: request.operation, reason: 'shape', retryable: false } : null;
    const audit = await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'partial', error_code: 'cloud-unavailable' });
    expect(await house.findings()).toEqual(['volume-unattached u1 fail resolved', 'volume-unattached v2 fail open', 'volume-unattached v4 fail open']);
  });

  it('does not take an item that it cannot parse for one that is gone', async () => {
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    house.cloud.before = (request) =>
      request.region === 'eu-central-1' ? { outcome: 'read', body: { items: [{ id: 'v2' }], next: null }, requestId: null } : null;
    const audit = await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(await house.findings()).toContain('volume-unattached v2 fail open');
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({
      state: 'partial',
      totals: { coverage: { rules: { [unattachedRule.id]: { undetermined: { unparsable: 1 } } } } },
    });
  });

  it('rejects a stored key that gained write before it reads anything, and warns about a role', async () => {
    house.cloud.validation = { ...house.cloud.validation, writeCapable: [{ action: 'ec2:TerminateInstances', source: 'policy' }] };
    await house.root.query(`update vitrine.connection set kind = 'aws.key' where organization_id = $1 and cloud = 'aws'`, [house.acme.organizationId]);
    const refused = await runAuditHere(house.context, house.pools, house.acme);
    expect(await auditRow(house.root, refused.auditId)).toMatchObject({ state: 'failed', error_code: 'write-capable' });
    expect(house.cloud.calls).toHaveLength(0);
    await house.root.query(`update vitrine.connection set kind = 'aws.role', state = 'valid' where organization_id = $1 and cloud = 'aws'`, [
      house.acme.organizationId,
    ]);
    const warned = await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(await auditRow(house.root, warned.auditId)).toMatchObject({ state: 'completed' });
    const { rows } = await house.root.query(`select state, state_code from vitrine.connection where organization_id = $1 and cloud = 'aws'`, [
      house.acme.organizationId,
    ]);
    expect(rows).toEqual([{ state: 'valid', state_code: 'write-capable' }]);
  });

  it('refuses a credential that opens another account than the pinned one', async () => {
    await house.root.query(`update vitrine.connection set account_pinned = '999900001111' where organization_id = $1 and cloud = 'aws'`, [
      house.acme.organizationId,
    ]);
    const audit = await runAuditHere(house.context, house.pools, house.acme);
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'failed', error_code: 'account-mismatch' });
    expect(house.cloud.calls).toHaveLength(0);
  });

  it('cancels: the page in hand is dropped, committed pages stay, nothing is resolved', async () => {
    await runAuditHere(house.context, house.pools, house.acme, { rules: [unattachedRule.id] });
    house.cloud.estate.volumes = { 'eu-central-1': [volume('n1', false), volume('n2', false), volume('n3', false)], 'us-east-1': [] };
    const audit = await startAudit(house.pools, house.acme, { rules: [unattachedRule.id] });
    house.cloud.before = async (request) => {
      if (request.query?.['token'] === '2') await house.root.query(`update vitrine.audit set cancel_requested_at = now() where id = $1`, [audit.auditId]);
      return null;
    };
    await workUntilIdle(house.context, house.pools);
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'cancelled', jobs_open: 0 });
    const now = await house.findings();
    expect(now).toContain('volume-unattached n1 fail open provisional');
    expect(now).not.toContain('volume-unattached n3 fail open provisional');
    expect(now.filter((line) => line.includes('resolved'))).toEqual([]);
  });

  it('stops at a revocation, and makes no call afterwards', async () => {
    const audit = await startAudit(house.pools, house.acme, { rules: [unattachedRule.id] });
    let callsAfter = 0;
    house.cloud.before = async (request) => {
      if (request.query?.['token'] === '2')
        await house.root.query(`update vitrine.connection set state = 'revoked' where organization_id = $1`, [house.acme.organizationId]);
      else if (request.query?.['token'] === '4') callsAfter += 1;
      return null;
    };
    await workUntilIdle(house.context, house.pools);
    expect(callsAfter).toBe(0);
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'cancelled', error_code: 'connection-revoked' });
  });

  it('drains at a page border: requeued, attempt given back, the next process goes on', async () => {
    let draining = false;
    house.cloud.before = (request) => {
      if (request.query?.['token'] === '2') draining = true;
      return null;
    };
    const leaving = { ...house.context, draining: () => draining };
    const audit = await startAudit(house.pools, house.acme, { rules: [unattachedRule.id] });
    await oneRound(leaving, house.pools);
    const { offers } = await oneRound(leaving, house.pools);
    const drained = await Promise.all(offers.map((offer) => jobRow(house.root, offer.jobId)));
    expect(drained).toContainEqual(expect.objectContaining({ state: 'queued', attempt: 0, page_no: 2, page_token: '4' }));
    await workUntilIdle(house.context, house.pools);
    expect(await auditRow(house.root, audit.auditId)).toMatchObject({ state: 'completed' });
  });
});
