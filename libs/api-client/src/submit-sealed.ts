import { isKeyless, VitrineError, type OrganizationId } from '@vitrine/contracts';
import { currentSealingKey, type Credential } from '@vitrine/crypto-envelope';
import { sealCredential } from '@vitrine/crypto-seal';
import type { ApiClient } from './api-client.js';
import { submittedAnswer, type ConnectionAnswer, type SubmittedAnswer } from './api-schemas.js';

export interface SealedSubmission {
  readonly organizationId: OrganizationId;
  readonly connection: ConnectionAnswer;
  readonly credential: Credential;
  /** Thumbprints that the caller learned another way than from this API; any other key is refused. */
  readonly pinnedKids?: ReadonlySet<string>;
  readonly now?: Date;
}

/**
 * Seals a credential on this machine and sends the envelope only. The ids of a keyless kind are sent as they are: there is no secret among them.
 * @throws VitrineError `sealing-key-unpinned`, or what the API refuses; EnvelopeError, CredentialError as `sealCredential` does
 */
export async function submitSealed(
  client: ApiClient,
  { organizationId, connection, credential, pinnedKids, now = new Date() }: SealedSubmission,
): Promise<SubmittedAnswer> {
  const { kind, ...members } = credential;
  if (isKeyless(kind))
    return await client.http.json('POST', `/v1/connections/${connection.id}/credentials`, submittedAnswer, { body: { credential: members } });
  const key = currentSealingKey(await client.sealingKeys(), kind, now);
  // Attack: an API, or somebody between, that publishes its own key could open whatever is sealed to it.
  if (pinnedKids !== undefined && !pinnedKids.has(key.kid)) {
    throw new VitrineError({
      code: 'sealing-key-unpinned',
      status: 409,
      publicMessage: `The API publishes the sealing key ${key.kid}, which is not one of those pinned. Nothing was sent.`,
    });
  }
  const context = { organizationId, connectionId: connection.id, version: connection.nextCredentialVersion, kind };
  const { envelope } = await sealCredential({ credential, context, key });
  return await client.http.json('POST', `/v1/connections/${connection.id}/credentials`, submittedAnswer, { body: { envelope } });
}
