import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import type { Pool } from 'pg';
import type { AuditContext } from '../audit/audit-context.js';
import { PretendCloud, pretendContext, type PretendEstate } from './pretend-cloud.js';
import type { Pools } from './run-audit-here.js';

export const volume = (id: string, attached: boolean): PretendEstate['volumes'][string][number] => ({ id, attached, gib: 10 });

export const smallEstate = (): PretendEstate => ({
  regions: ['eu-central-1', 'us-east-1'],
  volumes: {
    'eu-central-1': [volume('v1', true), volume('v2', false), volume('v3', true), volume('v4', false), volume('v5', true)],
    'us-east-1': [volume('u1', false)],
  },
  machines: {
    'eu-central-1': [
      { id: 'm1', volumeIds: ['v1', 'v3'] },
      { id: 'm2', volumeIds: ['v5'] },
    ],
    'us-east-1': [],
  },
  cpu: { m1: 1, m2: 80 },
});

/** Two organizations, one pretended cloud account that both read, and a clean slate before each test. */
export class AuditHouse {
  #database: TestDatabase | undefined;
  #organizations: { readonly acme: SeededOrganization; readonly umbra: SeededOrganization } | undefined;
  cloud = new PretendCloud(smallEstate());
  #context: AuditContext | undefined;

  /** Registers the hooks of the spec that calls it. */
  constructor() {
    beforeAll(async () => {
      this.#database = await createTestDatabase();
      this.#organizations = await seedTwoOrganizations(this.#database);
    });
    afterAll(async () => this.#database?.drop());
    beforeEach(async () => {
      await this.root.query(`update vitrine.audit set state = 'cancelled' where state in ('queued', 'running')`);
      await this.root.query(`update vitrine.job set state = 'cancelled' where state in ('queued', 'running')`);
      await this.root.query(`update vitrine.connection set state = 'valid', state_code = null, credential_version = 1, account_pinned = null, bill = null`);
      for (const table of ['finding', 'resource']) await this.root.query(`delete from vitrine.${table}`);
      this.cloud = new PretendCloud(smallEstate());
      this.#context = pretendContext(this.database.poolFor('vitrine_worker'), this.cloud);
    });
  }

  get database(): TestDatabase {
    return started(this.#database);
  }
  get acme(): SeededOrganization {
    return started(this.#organizations).acme;
  }
  get umbra(): SeededOrganization {
    return started(this.#organizations).umbra;
  }
  get context(): AuditContext {
    return started(this.#context);
  }
  get root(): Pool {
    return this.database.poolFor('postgres');
  }
  get pools(): Pools {
    return { root: this.root, relay: this.database.poolFor('vitrine_relay') };
  }

  /** `rule resource verdict status [provisional]`, one line a finding. */
  async findings(organization: SeededOrganization = this.acme): Promise<string[]> {
    const { rows } = await this.root.query<{ line: string }>(
      `select rule_id || ' ' || resource_id || ' ' || verdict || ' ' || status || case when provisional then ' provisional' else '' end as line from vitrine.finding where organization_id = $1 order by 1`,
      [organization.organizationId],
    );
    return rows.map((row) => row.line.replace('aws.pretend.', ''));
  }
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the house is not started: use it inside a test');
  return part;
}
