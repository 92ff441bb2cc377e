import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { CloudWork } from './old-keys.js';
import { organizations } from './organizations.js';
import { sealedCredentials } from './sealed-credentials.js';
import { sealedWebhookSecrets } from './sealed-webhook-secrets.js';

/** What of all organizations still lies under an old key of this cloud and is still opened: credentials and secrets of webhooks. */
export async function countOldEnvelopes(pool: Pool, work: CloudWork): Promise<number> {
  let total = 0;
  for await (const organizationId of organizations(pool)) {
    total += await withOrganization(
      pool,
      organizationId,
      async (transaction) => (await sealedCredentials.count(transaction, work)) + (await sealedWebhookSecrets.count(transaction, work)),
      { mode: 'read-only' },
    );
  }
  return total;
}
