import { Injectable } from '@nestjs/common';
import { isKeyless, workloadIdentityAudience, type ConnectionId } from '@vitrine/contracts';
import { onboarding, type Onboarding } from '@vitrine/policies';
import type { Caller } from '../auth/caller.js';
import { notKeyless } from './connection-errors.js';
import type { ConnectionRow } from './connections.repository.js';
import { ConnectionsService } from './connections.service.js';
import { PermissionsService } from './permissions.service.js';

/** What a customer pastes so that his cloud takes assertions for this connection and for no other. */
@Injectable()
export class OnboardingService {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly permissions: PermissionsService,
  ) {}

  /** @throws VitrineError 404 for what does not exist for this caller | 409 `not-keyless` for a kind that has a secret */
  async read(caller: Caller, id: ConnectionId): Promise<Onboarding> {
    const row = await this.connections.row(caller, id);
    if (!isKeyless(row.kind)) throw notKeyless();
    const text = onboarding(this.permissions.policyRequest(caller, row));
    return { ...text, audience: googleAudience(row) ?? text.audience };
  }
}

/** Google's audience names the provider, which is known once its ids were submitted. */
function googleAudience({ kind, keyless_identity: identity }: ConnectionRow): string | null {
  if (kind !== 'gcp.wif' || identity === null) return null;
  const { projectNumber = '', poolId = '', providerId = '' } = identity;
  return workloadIdentityAudience({ projectNumber, poolId, providerId });
}
