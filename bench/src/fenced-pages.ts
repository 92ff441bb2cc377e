import { performance } from 'node:perf_hooks';
import { jobIdSchema, newId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { BenchRow } from './bench-row.js';
import type { PreparedDatabase } from './prepared-database.js';
import { sampleFindings } from './sample-findings.js';
import { median } from './table.js';
import { loadCommitPage, loadInsertPage, loadPackResources, loadWriteFindings, loadWriteResources } from './worker-parts.js';

const PAGES = 20;
const ROUNDS = 3;
const RESOURCES = 1_000;
const FINDINGS = 20;

/** Pages a second through the fenced page transaction, against the same rows written with no fence, no audit lock and no event. */
export async function fencedPages(prepared: PreparedDatabase): Promise<BenchRow> {
  const [commitPage, insertPage, writeFindings, packResources, writeResources] = await Promise.all([
    loadCommitPage(),
    loadInsertPage(),
    loadWriteFindings(),
    loadPackResources(),
    loadWriteResources(),
  ]);
  const { database, organizationId, auditId } = prepared;
  const pool = database.poolFor('vitrine_worker');
  const rates = { fenced: [] as number[], unfenced: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const job = await runningJob(prepared);
    let at = job;
    rates.fenced.push(
      await pagesPerSecond(async (page) => {
        const { resources, ...content } = pageOf(prepared, `fenced-${String(round)}-${String(page)}`);
        at = (await commitPage(pool, at, { next: page === PAGES - 1 ? 'end' : { token: String(page) }, ...content, resources: packResources(resources) })).job;
      }),
    );
    const other = await runningJob(prepared);
    rates.unfenced.push(
      await pagesPerSecond(async (page) => {
        const { page: record, resources, findings } = pageOf(prepared, `unfenced-${String(round)}-${String(page)}`);
        await withOrganization(pool, organizationId, async (transaction) => {
          await insertPage(transaction, { jobId: other.id, auditId, pageNo: page }, record);
          await writeResources(transaction, packResources(resources));
          await writeFindings(transaction, findings);
        });
      }),
    );
  }
  return {
    row: 'primitives',
    figure: 'fenced pages',
    measured: { value: median(rates.fenced), unit: 'pages/s' },
    baseline: { value: median(rates.unfenced), unit: 'pages/s' },
    bar: null,
    notes: `${String(RESOURCES)} resources and ${String(FINDINGS)} findings a page; fence, audit lock and events ÷ the rows alone`,
  };
}

async function pagesPerSecond(one: (page: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  for (let page = 0; page < PAGES; page++) await one(page);
  return PAGES / ((performance.now() - begun) / 1000);
}

/** A cursor as a claim leaves it. */
async function runningJob({ database, organizationId, connectionId, auditId }: PreparedDatabase) {
  const id = newId(jobIdSchema);
  const job = {
    organizationId,
    id,
    kind: 'cursor',
    auditId,
    connectionId,
    cloud: 'aws',
    queue: 'aws',
    reader: 'aws.ec2.volumes',
    scope: 'aws/111122223333/eu-west-1',
    fence: '1',
    attempt: 1,
    pageNo: 0,
    pageToken: null,
    detail: {},
    traceId: null,
    credentialVersion: 1,
    connectionState: 'valid',
    cancelRequested: false,
  };
  await database
    .poolFor('postgres')
    .query(
      `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, reader, scope, state, fence, attempt, lease_until) values ($1, $2, 'cursor', $3, $4, 'aws', $5, $6, 'running', 1, 1, now() + interval '1 hour')`,
      [organizationId, id, auditId, connectionId, job.reader, job.scope],
    );
  return job;
}

function pageOf({ connectionId, auditId }: PreparedDatabase, name: string) {
  const resources = Array.from({ length: RESOURCES }, (_, index) => {
    const resourceId = `vol-${name}-${String(index)}`;
    return {
      connectionId,
      canonicalId: `arn:aws:ec2:eu-west-1:111122223333:volume/${resourceId}`,
      reader: 'aws.ec2.volumes',
      scope: 'aws/111122223333/eu-west-1',
      resourceType: 'AWS::EC2::Volume',
      accountId: '111122223333',
      region: 'eu-west-1',
      resourceId,
      name: resourceId,
      fields: JSON.stringify({
        volumeId: resourceId,
        state: 'in-use',
        volumeType: 'gp3',
        sizeGib: 100,
        iops: 3000,
        throughputMibps: 125,
        createTime: '2026-06-01T08:00:00.000Z',
        availabilityZone: 'eu-west-1a',
        attachments: [{ instanceId: 'i-0123456789abcdef0', state: 'attached' }],
        snapshotId: null,
        tags: { Name: resourceId },
      }),
      contentHash: String(index),
    };
  });
  const findings = sampleFindings({ connectionId, auditId }, FINDINGS, hashOf(name));
  return {
    page: { items: RESOURCES, seen: resources.map((_, index) => String(index)), standing: [], tallies: {}, calls: {}, blindSpots: [] },
    resources,
    findings,
  };
}

/** A number per page, so that no two pages share a finding. */
const hashOf = (name: string): number => [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);
