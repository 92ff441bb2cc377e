import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { processesOf, runDemoProcess, type DemoRun } from './demo-run.js';

const cloudSchema = z.object({ rulesFailing: z.number(), findings: z.number(), monthlySaving: z.string(), currency: z.string() });
const resultSchema = z.object({
  clouds: z.object({ aws: cloudSchema, azure: cloudSchema, gcp: cloudSchema }),
  total: z.string(),
  label: z.string(),
  equal: z.boolean(),
  exact: z.array(z.object({ expected: z.string(), found: z.string() })),
  faults: z.object({ missing: z.array(z.unknown()), unexpected: z.array(z.unknown()) }),
  receipt: z.object({ calls: z.number(), writes: z.number(), secretReads: z.number(), throttled: z.number() }),
  coverage: z.object({
    audits: z.array(z.object({ state: z.string() })),
    blindSpots: z.array(z.object({ ruleId: z.string(), permission: z.string().nullable() })),
  }),
  firstStart: z.boolean(),
  seconds: z.number(),
});

const root = mkdtempSync(join(tmpdir(), 'vitrine-main-job-'));
// As root the database runs as another user, who must be able to pass; else its data would lie elsewhere.
chmodSync(root, 0o711);
const folder = join(root, 'instance');
const reportFile = join(root, 'vitrine-report.html');
let first: DemoRun;
let second: DemoRun;

beforeAll(async () => {
  first = await runDemoProcess({ folder, reportFile });
  second = await runDemoProcess({ folder, reportFile: join(root, 'second.html') });
}, 360_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const resultOf = ({ stdout, stderr, status }: DemoRun): z.infer<typeof resultSchema> => {
  // What the process said is the only clue where it failed.
  if (status !== 0) throw new Error(`exit ${String(status)}\n${stderr}`);
  return resultSchema.parse(JSON.parse(stdout));
};

describe('the main job, as README line one runs it', () => {
  it('finds waste on three clouds and exits 0', () => {
    const { clouds, coverage } = resultOf(first);
    expect(first.status).toBe(0);
    for (const cloud of Object.values(clouds)) {
      expect(cloud.rulesFailing).toBeGreaterThanOrEqual(5);
      expect(cloud.findings).toBeGreaterThan(0);
      expect(Number(cloud.monthlySaving)).toBeGreaterThan(0);
    }
    expect(coverage.audits.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed']);
  });

  it('finds exactly what the estate’s own label says, by resource and to the last digit of its money', () => {
    const { total, label, equal, exact, faults } = resultOf(first);
    expect(total).toBe(label);
    expect(equal).toBe(true);
    for (const { expected, found } of exact) expect(found).toBe(expected);
    expect(faults).toEqual({ missing: [], unexpected: [] });
  });

  it('writes nothing and reads no secret, by the clouds’ own count (promise 2)', () => {
    expect(resultOf(first).receipt).toMatchObject({ writes: 0, secretReads: 0 });
    expect(resultOf(first).receipt.calls).toBeGreaterThan(0);
  });

  it('says which permission would show what it could not see', () => {
    expect(resultOf(first).coverage.blindSpots).toContainEqual(
      expect.objectContaining({ ruleId: 'aws.iam.access-key-unused', permission: 'iam:GetCredentialReport' }),
    );
  });

  it('leaves a report with its three parts, without a script', () => {
    const report = readFileSync(reportFile, 'utf8');
    for (const part of ['1. The list', '2. The blind spots', '3. The receipt', 'equal to the cent']) expect(report).toContain(part);
    expect(report).not.toMatch(/<script|<img|<link/i);
  });

  it('leaves no process behind', () => {
    // The detector sees them while they live: the demo itself, database, API, worker, relay, clouds.
    expect(first.processesSeen).toBeGreaterThanOrEqual(6);
    expect(processesOf(folder)).toEqual([]);
    const supervisor = z.object({ pid: z.number() }).parse(JSON.parse(readFileSync(join(folder, 'postgres', 'owner.json'), 'utf8')));
    expect(existsSync(`/proc/${String(supervisor.pid)}`)).toBe(false);
  });

  it('keeps its data: a second start finds the same findings and makes no new organization', () => {
    const [before, after] = [resultOf(first), resultOf(second)];
    expect([before.firstStart, after.firstStart]).toEqual([true, false]);
    expect(after.clouds).toEqual(before.clouds);
    expect(after.label).toBe(after.total);
  });

  it('closes its secrets to everybody else', () => {
    for (const name of ['persona-password', 'api-token', 'issuer-key.json', 'request-key', 'token-peppers.json']) {
      expect(statSync(join(folder, 'secrets', name)).mode & 0o777).toBe(0o600);
    }
    expect(existsSync(join(folder, 'logs', 'api.log'))).toBe(true);
    const password = readFileSync(join(folder, 'secrets', 'persona-password'), 'utf8');
    for (const name of ['api', 'worker', 'relay', 'cloud-sim']) expect(readFileSync(join(folder, 'logs', `${name}.log`), 'utf8')).not.toContain(password);
  });
});
