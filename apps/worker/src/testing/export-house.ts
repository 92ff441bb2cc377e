import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import { createTestDatabase, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { AuditContext, SessionLender } from '../audit/audit-context.js';
import { productionParts } from '../audit/production-parts.js';
import { SessionCache } from '../credentials/session-cache.js';
import { createSessionLender } from '../credentials/session-lender.js';
import { requestLedgerSync } from '../ledger/request-sync.js';
import { createFleetLimiter } from '../limits/fleet-limiter.js';
import { base, exportEstate, seedExportConnections } from './export-estate.fixture.js';
import { workUntilIdle } from './run-audit-here.js';

export const bucket = 'company-bills';
const azureExport = { source: 'cost-management-exports', storageAccount: 'companybills', container: 'bills', directory: 'exports', exportName: 'daily-focus' };

/** Sealing keys, and what opens what they sealed. */
export interface HouseKeys {
  readonly keySet: Parameters<typeof seedExportConnections>[1];
  readonly unwrapper: Parameters<typeof createSessionLender>[0]['vault']['unwrapper'];
}

/** Two organizations whose connections name an export in one bucket, simulated clouds that hold it, and a worker's own context. Starts and stops with the spec. */
export class ExportHouse {
  database!: TestDatabase;
  sim!: CloudSim;
  acme!: SeededOrganization;
  umbra!: SeededOrganization;
  /** A spec may put another in its place. */
  context!: AuditContext;
  lenderWith!: (held: SessionCache) => SessionLender;
  /** What the gate refused: `operation: reason`. */
  readonly refused: string[] = [];
  private folder!: string;
  private readonly cache = new SessionCache();

  /** @param makeKeys by the spec, since nothing but specs and the one lender may name what opens */
  constructor(private readonly makeKeys: (folder: string) => Promise<HouseKeys>) {
    beforeAll(async () => await this.start());
    beforeEach(async () => await this.reset());
    afterAll(async () => {
      this.cache.close();
      await this.sim.stop();
      await this.database.drop();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  get root(): Pool {
    return this.database.poolFor('postgres');
  }

  private async start(): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'vitrine-export-'));
    this.database = await createTestDatabase();
    this.sim = await startCloudSim({ estate: exportEstate() });
    const { keySet, unwrapper } = await this.makeKeys(join(this.folder, 'keys'));
    ({ acme: this.acme, umbra: this.umbra } = await seedExportConnections(this.database, keySet));
    const pool = this.database.poolFor('vitrine_worker');
    const { endpoints, caCertificatePem } = this.sim;
    this.lenderWith = (held) =>
      createSessionLender({
        vault: { pool, unwrapper },
        cache: held,
        limiter: createFleetLimiter({ pool, share: 1 }),
        baseIdentities: { aws: base },
        endpoints: {
          ...{ aws: endpoints.aws, azureArm: endpoints.azure, azureAuthority: endpoints.azureAuthority, azureBlob: endpoints.azureBlob },
          extraCa: caCertificatePem,
        },
        observer: { traceparent: () => null, ended: () => undefined, refused: ({ operation, reason }) => this.refused.push(`${operation}: ${reason}`) },
      });
    this.context = { ...productionParts(), pool, draining: () => false, lender: this.lenderWith(this.cache) };
  }

  private async reset(): Promise<void> {
    const { sim, acme, umbra, root } = this;
    sim.log.clear();
    sim.behaviour.denied.clear();
    this.refused.length = 0;
    sim.estate.aws?.objects.splice(0);
    sim.estate.azure?.storageAccounts[0]?.files.splice(0);
    await root.query(
      'delete from vitrine.bill_opportunity; delete from vitrine.cost_row; delete from vitrine.cost_row_problem; delete from vitrine.cost_source',
    );
    await root.query(`update vitrine.job set state = 'cancelled' where state in ('queued', 'running')`);
    await this.named(acme, 'aws', { source: 'data-exports', bucket, region: 'eu-west-1', prefix: 'bills/acme', exportName: 'focus' });
    await this.named(umbra, 'aws', { source: 'data-exports', bucket, region: 'eu-west-1', prefix: 'bills/umbra', exportName: 'focus' });
    await this.named(acme, 'azure', azureExport);
  }

  /** Points the connection at a bill. */
  readonly named = async (organization: SeededOrganization, cloud: 'aws' | 'azure', bill: object): Promise<void> => {
    await this.root.query(`update vitrine.connection set bill = $2 where id = $1`, [organization.connections[cloud], bill]);
  };

  /** Syncs, and says how the job ended: `done months 1`. */
  readonly sync = async (organization: SeededOrganization, cloud: 'aws' | 'azure' = 'aws'): Promise<string | undefined> => {
    const connectionId = organization.connections[cloud];
    const { outcome } = await withOrganization(this.context.pool, organization.organizationId, (transaction) => requestLedgerSync(transaction, connectionId));
    if (outcome !== 'requested') throw new Error(`the sync was not begun: ${outcome}`);
    await workUntilIdle(this.context, { root: this.root, relay: this.database.poolFor('vitrine_relay') });
    const { rows } = await this.root.query<{ ended: string }>(
      `select state || coalesce(' ' || error_code, '') || coalesce(' ' || (detail->'denied'->>'permission'), '') || ' months ' || coalesce(detail->>'monthsRead', '0') as ended
       from vitrine.job where kind = 'bill' and connection_id = $1 order by created_at desc, id desc limit 1`,
      [connectionId],
    );
    return rows[0]?.ended;
  };

  /** `2026-10-05 i-a 1.5` for each row of the organization. */
  readonly ledger = async ({ organizationId }: SeededOrganization): Promise<string[]> => {
    const sql = `select charge_period_start::date::text || ' ' || resource_id || ' ' || trim_scale(effective_cost)::text as line from vitrine.cost_row where organization_id = $1 order by 1`;
    return (await this.root.query<{ line: string }>(sql, [organizationId])).rows.map(({ line }) => line);
  };
}
