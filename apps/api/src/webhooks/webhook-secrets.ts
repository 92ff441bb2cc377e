import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clouds, VitrineError, type OrganizationId, type WebhookId } from '@vitrine/contracts';
import { sealWebhookSecret } from '@vitrine/crypto-seal';
import { SealingKeys } from '../sealing-keys/sealing-keys.js';
import type { SealedSecret } from './webhooks.repository.js';

export interface FreshSecret {
  /** `whsec_` and base64, as Standard Webhooks writes it; shown once. */
  readonly text: string;
  readonly sealed: readonly SealedSecret[];
}

/** Makes secrets and seals them to the workers of each cloud, since events of a cloud are signed where its key is. Nothing here can open one. */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly keys: SealingKeys) {}

  /** @throws VitrineError 503 `sealing-key-unavailable` where no cloud has a key in force */
  async make(organizationId: OrganizationId, webhookId: WebhookId, version: number): Promise<FreshSecret> {
    const secret = randomBytes(32);
    try {
      const sealed = await Promise.all(
        this.current().map(async (key) => {
          const { bytes, kid } = await sealWebhookSecret({ secret, context: { organizationId, webhookId, version, cloud: key.cloud }, key });
          return { cloud: key.cloud, kid, sealed: bytes };
        }),
      );
      return { text: `whsec_${secret.toString('base64')}`, sealed };
    } finally {
      secret.fill(0);
    }
  }

  private current(): ReturnType<SealingKeys['current']>[] {
    const now = new Date();
    const found = clouds.flatMap((cloud) => {
      try {
        return [this.keys.current(cloud === 'aws' ? 'aws.role' : cloud === 'azure' ? 'azure.federated' : 'gcp.wif', now)];
      } catch (error) {
        // An operator who serves two clouds has two keys.
        if (error instanceof VitrineError && error.code === 'sealing-key-unavailable') return [];
        throw error;
      }
    });
    if (found.length === 0)
      throw new VitrineError({ code: 'sealing-key-unavailable', status: 503, publicMessage: 'No sealing key is in force. The operator has to publish one.' });
    return found;
  }
}
