import { Injectable } from '@nestjs/common';
import type { OrganizationId } from '@vitrine/contracts';
import { organizationOfClaim, organizationOfToken, withOrganization, type OrganizationTransaction, type TransactionOptions } from '@vitrine/tenancy';
import type { Pool } from 'pg';

/** The API role's way to rows. There is none without an organization, but the two exact look-ups and a ping. */
@Injectable()
export class Database {
  constructor(private readonly pool: Pool) {}

  /** One transaction of one organization; see `withOrganization`. */
  async inOrganization<T>(organizationId: OrganizationId, work: (tx: OrganizationTransaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return await withOrganization(this.pool, organizationId, work, options);
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
