import { Injectable } from '@nestjs/common';
import type { OperatorSessionId, OrganizationId, TrustRuleId } from '@vitrine/contracts';
import {
  organizationOfClaim,
  organizationOfToken,
  organizationOfTrustRule,
  withOrganization,
  type OrganizationTransaction,
  type TransactionOptions,
} from '@vitrine/tenancy';
import { sqlStateOf } from '@vitrine/database';
import type { Pool } from 'pg';
import { operatorRefusedByDatabase } from '../auth/operator-errors.js';
import { operatorWork } from './operator-work.js';
import { RecentRows } from './recent-rows.js';

/** The API role's way to rows. There is none without an organization, but the three exact look-ups and a ping. */
@Injectable()
export class Database {
  /** Who asked lately; forgotten by every change in their organization. */
  readonly recent = new RecentRows();

  /** @param operators of `vitrine_operator`; `none` where the platform has no operators */
  constructor(
    private readonly pool: Pool,
    private readonly operators: Pool | 'none' = 'none',
  ) {}

  /** One transaction of one organization; see `withOrganization`. While an operator looks, it is one of his role's and reads only, whatever was asked for. */
  async inOrganization<T>(organizationId: OrganizationId, work: (tx: OrganizationTransaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const session = operatorWork();
    if (session !== 'none')
      return await this.asOperator(organizationId, session, work, options.mode === 'read-write' ? 'read-only' : (options.mode ?? 'read-only'));
    try {
      return await withOrganization(this.pool, organizationId, work, options);
    } finally {
      // Also after a failure: whether it was committed before the connection broke is not known here.
      if ((options.mode ?? 'read-write') === 'read-write') this.recent.forget(organizationId);
    }
  }

  /** The one thing that is written for an operator, and by his own role: the entry that says what he looks at. */
  async writeAsOperator(organizationId: OrganizationId, session: OperatorSessionId, work: (tx: OrganizationTransaction) => Promise<void>): Promise<void> {
    await this.asOperator(organizationId, session, work, 'read-write');
  }

  private async asOperator<T>(
    organizationId: OrganizationId,
    session: OperatorSessionId,
    work: (tx: OrganizationTransaction) => Promise<T>,
    mode: NonNullable<TransactionOptions['mode']>,
  ): Promise<T> {
    // Attack: the wider role stands in for the narrow one.
    if (this.operators === 'none') throw operatorRefusedByDatabase(undefined);
    try {
      return await withOrganization(this.operators, organizationId, work, { mode, operatorSession: session });
    } catch (error) {
      // 42501: no right, or a policy's refusal; 25006: a write in a transaction that only reads.
      throw ['42501', '25006'].includes(sqlStateOf(error)) ? operatorRefusedByDatabase(error) : error;
    }
  }

  /** Writes what changes nobody's rights. Attack: refused requests that make the database be asked anew who everybody else is. */
  async noteIn(organizationId: OrganizationId, work: (tx: OrganizationTransaction) => Promise<void>): Promise<void> {
    await withOrganization(this.pool, organizationId, work);
  }

  async organizationOfToken(tokenKey: string): Promise<OrganizationId | 'unknown'> {
    return await organizationOfToken(this.pool, tokenKey);
  }

  async organizationOfClaim(issuer: string, claim: string, value: string): Promise<OrganizationId | 'unknown'> {
    return await organizationOfClaim(this.pool, issuer, claim, value);
  }

  async organizationOfTrustRule(ruleId: TrustRuleId): Promise<OrganizationId | 'unknown'> {
    return await organizationOfTrustRule(this.pool, ruleId);
  }

  /** @throws whatever keeps the database from answering */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  async end(): Promise<void> {
    await this.pool.end();
    if (this.operators !== 'none') await this.operators.end();
  }
}
