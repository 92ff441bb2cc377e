import { cloudSchema, type Cloud, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const cloudRowSchema = z.object({ cloud: cloudSchema.nullable() });

/** Whose workers sign and send what is about no connection; `none` where the receiver's secret is sealed to nobody's. */
export async function deliveringCloud(transaction: OrganizationTransaction, webhookId: WebhookId): Promise<Cloud | 'none'> {
  const [row] = await transaction.read(cloudRowSchema, 'select vitrine.delivering_cloud($1) as cloud', [webhookId]);
  return row?.cloud ?? 'none';
}
