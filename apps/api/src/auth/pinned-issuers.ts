import type { OrganizationId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Database } from '../database/database.js';
import type { IssuerConfig } from './issuer-config.js';
import { configOfPin, PIN_COLUMN, pinSchema, type Pin } from './pin.js';
import type { PinnableIssuers } from './pinnable-issuers.js';

const rowSchema = z.object({ pin: pinSchema });

/** What organizations pinned, as rows of at most a quarter of a second ago. */
export class PinnedIssuers {
  constructor(
    private readonly database: Database,
    private readonly pinnable: PinnableIssuers,
  ) {}

  async of(organizationId: OrganizationId): Promise<Pin | 'none'> {
    const found = await this.database.recent.get(organizationId, 'pin', async () => ({
      pin: await this.database.inOrganization(organizationId, readPin, { mode: 'one-read' }),
    }));
    return found?.pin ?? 'none';
  }

  /**
   * By whose rules a token of an issuer that the operator does not list is to be verified. Nothing here is verified yet: it only chooses.
   * Attack: a flood of made-up issuers; those of no family end here without a question to the database or to any host.
   */
  async configFor(issuer: string, unverified: JWTPayload): Promise<IssuerConfig | 'none'> {
    const family = this.pinnable.find(issuer);
    const value = family === 'other' ? undefined : unverified[family.organizationClaim];
    if (family === 'other' || typeof value !== 'string' || value.length > 255) return 'none';
    const organizationId = await this.database.organizationOfClaim(issuer, family.organizationClaim, value);
    const pin = organizationId === 'unknown' ? 'none' : await this.of(organizationId);
    return pin === 'none' || pin.issuer !== issuer ? 'none' : configOfPin(pin);
  }
}

async function readPin(tx: OrganizationTransaction): Promise<Pin | 'none'> {
  const [row] = await tx.read(rowSchema, `select ${PIN_COLUMN} from vitrine.identity_provider where organization_id = $1`, [tx.organizationId]);
  return row?.pin ?? 'none';
}
