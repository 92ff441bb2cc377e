import { Injectable } from '@nestjs/common';
import type { OrganizationId } from '@vitrine/contracts';
import { organizationOfClaim, organizationOfToken, withOrganization, type OrganizationTransaction, type TransactionOptions } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { RecentRows } from './recent-rows.js';

/** The API role's way to rows. There is none without an organization, but the two exact look-ups and a ping. */
@Injectable()
export class Database {
  /** Who asked lately; forgotten by every change in their organization. */
  readonly recent = new RecentRows();

  constructor(private readonly pool: Pool) {}

  /** One transaction of one organization; see `withOrganization`. */
  async inOrganization<T>(organizationId: OrganizationId, work: (tx: OrganizationTransaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    try {
      return await withOrganization(this.pool, organizationId, work, options);
    } finally {
      // Also after a failure: whether it was committed before the connection broke is not known here.
      if ((options.mode ?? 'read-write') === 'read-write') this.recent.forget(organizationId);
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

  /** @throws whatever keeps the database from answering */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}
