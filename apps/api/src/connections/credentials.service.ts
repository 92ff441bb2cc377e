import { Injectable } from '@nestjs/common';
import { borrowedKinds, isKeyless, type ConnectionId } from '@vitrine/contracts';
import { checkEnvelope, cloudOf, gcpKeyFromFile, parseCredential, type Credential } from '@vitrine/crypto-envelope';
import { sealCredential } from '@vitrine/crypto-seal';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { callerText, expectConnection, type Caller } from '../auth/caller.js';
import { Answer } from '../http/answer.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { notFound } from '../http/problem.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { SealingKeys } from '../sealing-keys/sealing-keys.js';
import { record } from '../trail/record.js';
import { credentialExpired, nothingToSeal, plaintextRefused, submissionError } from './connection-errors.js';
import { ConnectionsRepository, type ConnectionRow } from './connections.repository.js';
import { keylessIdentitySchema, type KeylessIdentity } from './connection.schemas.js';
import type { SubmitCredential, Submitted } from './credential.schemas.js';
import { CredentialsRepository } from './credentials.repository.js';

/** A borrowed session is kept an hour at most, whatever it says of itself. */
const BORROWED_MS = 60 * 60 * 1000;

interface Sealed {
  readonly bytes: Uint8Array;
  readonly kid: string;
  readonly sealedByClient: boolean;
  readonly expiresAt: string | null;
}

/** Takes a credential: seals what is plain, checks what is sealed, appends a version. Nothing here can open one. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly mutations: Mutations,
    private readonly organizations: OrganizationsRepository,
    private readonly connections: ConnectionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly keys: SealingKeys,
  ) {}

  /** @throws VitrineError 404 | 409 `version-conflict`, `sealing-key-stale` | 413 | 422 as the bad input catalogue says */
  async submit(caller: Caller, connectionId: ConnectionId, submission: SubmitCredential, idempotency: Idempotency): Promise<Answer<Submitted>> {
    expectConnection(caller, connectionId);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const connection = await this.connections.find(tx, connectionId, 'for-change');
      if (connection === 'missing') throw notFound();
      const organization = await this.organizations.find(tx, 'for-reading');
      if (organization === 'missing') throw notFound();
      if (isKeyless(connection.kind)) return { answer: new Answer(201, await this.keepIdentity(tx, connection, submission)) };
      if ('credential' in submission && organization.settings.sealedSubmissionRequired) throw plaintextRefused();
      const context = { organizationId: caller.organizationId, connectionId, version: connection.credential_version + 1, kind: connection.kind };
      const now = new Date();
      const sealed = await this.seal(submission, connection, context, now).catch((error: unknown) => {
        throw submissionError(error);
      });
      const stored = await this.credentials.append(tx, {
        connectionId,
        version: context.version,
        kind: connection.kind,
        kid: sealed.kid,
        sealed: sealed.bytes,
        sealedByClient: sealed.sealedByClient,
        createdBy: callerText(caller),
        expiresAt: sealed.expiresAt,
      });
      await this.connections.moveToCredential(tx, connectionId, context.version, 'pending');
      await record(tx, {
        type: 'credential.submitted',
        payload: { connectionId, version: context.version, kind: connection.kind, sealedByClient: sealed.sealedByClient, sha256: stored.sha256 },
      });
      const answer: Submitted = {
        connectionId,
        version: stored.version,
        kind: connection.kind,
        kid: sealed.kid,
        sealedByClient: sealed.sealedByClient,
        sha256: stored.sha256,
        expiresAt: sealed.expiresAt,
        createdAt: stored.created_at.toISOString(),
      };
      return { answer: new Answer(201, answer) };
    });
  }

  /** A keyless kind has nothing to seal, so no envelope is made: its ids become the connection's (MC-07). */
  private async keepIdentity(tx: OrganizationTransaction, connection: ConnectionRow, submission: SubmitCredential): Promise<Submitted> {
    if ('envelope' in submission) throw nothingToSeal();
    const { id: connectionId, kind } = connection;
    const version = connection.credential_version + 1;
    const identity = identityOf(submission.credential, connection);
    const createdAt = await this.connections.moveToIdentity(tx, connectionId, version, identity);
    // Ids of before that were sealed have no use any more.
    const erased = await this.credentials.erase(tx, connectionId);
    await record(tx, { type: 'connection.identity-submitted', payload: { connectionId, version, kind, erased: erased.map(({ sha256 }) => sha256) } });
    return { connectionId, version, kind, kid: null, sealedByClient: false, sha256: null, expiresAt: null, createdAt: createdAt.toISOString() };
  }

  private async seal(submission: SubmitCredential, connection: ConnectionRow, context: Parameters<typeof checkEnvelope>[1], now: Date): Promise<Sealed> {
    if ('envelope' in submission) {
      const { bytes, header } = checkEnvelope(submission.envelope, context, this.keys.accepted(connection.kind, now));
      // What is inside is not ours to read, so a borrowed session gets the longest life that we allow.
      return {
        bytes,
        kid: header.kid,
        sealedByClient: true,
        expiresAt: borrowedKinds.includes(connection.kind) ? new Date(now.getTime() + BORROWED_MS).toISOString() : null,
      };
    }
    const credential = credentialOf(submission.credential, connection);
    const { bytes, kid } = await sealCredential({ credential, context, key: this.keys.current(connection.kind, now) });
    return { bytes, kid, sealedByClient: false, expiresAt: expiryOf(credential, now) };
  }
}

/** The kind is the connection's, and so is the External ID: neither is taken from the body. */
function credentialOf(members: Readonly<Record<string, unknown>>, { kind, external_id: externalId }: ConnectionRow): Credential {
  if (cloudOf(kind) === 'gcp' && 'type' in members && kind === 'gcp.key') return gcpKeyFromFile(members);
  return parseCredential(kind === 'aws.role' ? { ...members, kind, externalId } : { ...members, kind });
}

/** Every member in the form that its cloud gives it, so that none can be a host, a path or a secret. */
function identityOf(members: Readonly<Record<string, unknown>>, connection: ConnectionRow): KeylessIdentity {
  try {
    const { kind: _kind, ...ids } = credentialOf(members, connection);
    return keylessIdentitySchema.parse(ids);
  } catch (error) {
    throw submissionError(error);
  }
}

function expiryOf(credential: Credential, now: Date): string | null {
  if (!('expiresAt' in credential)) return null;
  const ends = new Date(credential.expiresAt).getTime();
  if (ends <= now.getTime()) throw credentialExpired();
  return new Date(Math.min(ends, now.getTime() + BORROWED_MS)).toISOString();
}
