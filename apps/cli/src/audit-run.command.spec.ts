import { afterEach, describe, expect, it } from '@jest/globals';
import { AUDIT, CONNECTION, exportedFinding, startApiStandIn, type ApiStandIn, type StandInBehaviour } from './testing/api-stand-in.js';
import { runCli, type CliRun } from './testing/cli-under-test.js';

let api: ApiStandIn | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

const denied = { ruleId: 'aws.ec2.nat-gateway-idle', operation: 'ec2:DescribeNatGateways', permission: 'ec2:DescribeNatGateways', reason: 'no_permission' };

async function audit(behaviour: StandInBehaviour, ...options: string[]): Promise<CliRun> {
  api = await startApiStandIn(behaviour);
  return await runCli(['audit', 'run', '--connection', CONNECTION, ...options], { environment: { VITRINE_URL: api.url, VITRINE_TOKEN: 'vtr_test_token' } });
}

describe('vitrine audit run --wait: what a pipeline reads from the exit code', () => {
  it('0: the audit ended and nothing that was asked for stands', async () => {
    const { code, out } = await audit({ findings: [exportedFinding({ severity: 'low' })] }, '--wait', '--fail-on', 'high', '--max-waste', '600');
    expect(code).toBe(0);
    expect(out).toContain('aws.ec2.volume-unattached');
  });

  it('3: a finding of the severity or above, with rule, count and threshold said', async () => {
    const { code, err } = await audit({ findings: [exportedFinding(), exportedFinding({ severity: 'critical' })] }, '--wait', '--fail-on', 'high');
    expect(code).toBe(3);
    expect(err).toContain('aws.ec2.volume-unattached: 2 of severity high or above, 0 allowed');
  });

  it('3: more waste than allowed, compared exactly and per currency', async () => {
    const findings = [
      exportedFinding({}, { savingRealisableMonthly: '499.99' }),
      exportedFinding({}, { savingRealisableMonthly: '0.02' }),
      exportedFinding({}, { currency: 'EUR', savingRealisableMonthly: '499' }),
    ];
    const { code, err } = await audit({ findings }, '--wait', '--max-waste', '500/mo');
    expect(code).toBe(3);
    expect(err).toContain('500.01 USD per month, 500.00 USD allowed');
    expect(err).not.toContain('EUR');
  });

  it.each([{ status: 'waived' }, { superseded: true }, { verdict: 'undetermined', reason: 'no_metrics' }])('0: %j does not fail a gate', async (changes) => {
    expect((await audit({ findings: [exportedFinding(changes)] }, '--wait', '--fail-on', 'low', '--max-waste', '1')).code).toBe(0);
  });

  it('5: a rule could not judge; --allow-partial accepts that, and the permission is named', async () => {
    const refused = await audit({ blindSpots: [denied] }, '--wait');
    expect(refused.code).toBe(5);
    expect(refused.err).toContain('ec2:DescribeNatGateways');
    await api?.stop();
    expect((await audit({ blindSpots: [denied] }, '--wait', '--allow-partial')).code).toBe(0);
  });

  it.each(['failed', 'cancelled'] as const)('5: an audit that %s has judged nothing, whatever is allowed', async (ends) => {
    expect((await audit({ ends }, '--wait', '--allow-partial')).code).toBe(5);
  });

  it('6: the time is up; the audit goes on', async () => {
    const { code, err } = await audit({ ends: 'never' }, '--wait', '--timeout', '1s');
    expect(code).toBe(6);
    expect(err).toContain(`audit ${AUDIT} has not ended in time; it goes on`);
  });

  it.each([401, 403])('4: the API answers %i', async (status) => {
    expect((await audit({ refuses: { status, code: 'token-revoked' } }, '--wait')).code).toBe(4);
  });

  it('1: the API answers something unforeseen', async () => {
    expect((await audit({ refuses: { status: 500, code: 'internal' } })).code).toBe(1);
  });

  it('takes a broken stream up again after the last event that it saw', async () => {
    const { code } = await audit({ breaksAfter: 2 }, '--wait');
    expect(code).toBe(0);
    expect(api?.streams).toEqual(['', '2']);
  });

  it('puts data on stdout alone: JSON with the gate, exact totals and a version', async () => {
    const { out, code } = await audit({ findings: [exportedFinding()] }, '--wait', '--fail-on', 'high', '--output', 'json');
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      audit: { id: AUDIT, state: 'completed' },
      gate: { exitCode: code },
      totals: [{ amount: '600', currency: 'USD' }],
      findings: [{ resourceId: 'vol-1' }],
    });
  });

  it('lets no resource name steer the terminal', async () => {
    const { out } = await audit({ findings: [exportedFinding({ resourceId: 'vol-\u001b[2J\u202Egnp' })] }, '--wait');
    // eslint-disable-next-line no-control-regex -- the escape character is what must not be there
    expect(out).not.toMatch(/[\u001b\u202E]/);
  });
});

describe('mistakes in the command are exit 2, before anything is asked', () => {
  const environment = { VITRINE_URL: 'http://127.0.0.1:1', VITRINE_TOKEN: 'x' };
  it.each([
    [['audit', 'run', '--connection', 'not-an-id']],
    [['audit', 'run']],
    [['audit', 'run', '--connection', CONNECTION, '--fail-on', 'high']],
    [['audit', 'run', '--connection', CONNECTION, '--wait', '--fail-on', 'terrible']],
    [['audit', 'run', '--connection', CONNECTION, '--wait', '--max-waste', '1e3']],
    [['audit', 'run', '--connection', CONNECTION, '--wait', '--timeout', 'soon']],
    [['no-such-command']],
    [['audit', 'own']],
    [['audit', 'own', '--azure', '--gcp']],
  ])('%j', async (args) => {
    expect((await runCli(args, { environment })).code).toBe(2);
  });

  it('no token, no address, or an address in clear beyond this machine', async () => {
    const args = ['audit', 'run', '--connection', CONNECTION];
    expect((await runCli(args, { environment: { VITRINE_URL: 'https://vitrine.test' } })).code).toBe(2);
    expect((await runCli(args, { environment: { VITRINE_TOKEN: 'x' } })).code).toBe(2);
    // Attack: whoever is between reads the token.
    expect((await runCli(args, { environment: { VITRINE_URL: 'http://vitrine.test', VITRINE_TOKEN: 'x' } })).code).toBe(2);
  });
});

describe('vitrine policy print', () => {
  it.each(['aws', 'azure', 'gcp'])('prints the least of %s offline, without a wildcard or a write', async (cloud) => {
    const { code, out, err } = await runCli(['policy', 'print', cloud]);
    expect(code).toBe(0);
    expect(out).not.toMatch(/"[a-z0-9]+:\*"|"\*"(?=\s*[,\]])(?<!Resource": "\*")|\/write"|\/delete"/);
    expect(err).toContain('Never asked for');
  });
});
