import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { operatorSessionIdSchema, organizationIdSchema, type OperatorSessionId, type OrganizationId } from '@vitrine/contracts';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { operatorSessionExpired, operatorSessionInvalid } from './operator-errors.js';
import { operatorIdSchema, type OperatorId } from './operator-id.js';

/** What the token says, and nothing is believed of it until the row says the same. */
export interface SessionClaims {
  readonly operator: OperatorId;
  readonly organizationId: OrganizationId;
  readonly sessionId: OperatorSessionId;
}

const AUDIENCE = 'vitrine-operator-session';
const TYPE = 'operator-session+jwt';
const claimsSchema = z.object({ sub: operatorIdSchema, org: organizationIdSchema, sid: operatorSessionIdSchema });

/** Session tokens: JWTs (Ed25519) of one operator, one session and one organization, good until the session's end. */
export class OperatorSessionTokens {
  readonly #publicKey: KeyObject;

  constructor(private readonly privateKey: KeyObject) {
    this.#publicKey = createPublicKey(privateKey);
  }

  async sign({ operator, organizationId, sessionId }: SessionClaims, startedAt: Date, expiresAt: Date): Promise<string> {
    return await new SignJWT({ org: organizationId, sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', typ: TYPE })
      .setSubject(operator)
      .setAudience(AUDIENCE)
      .setIssuedAt(Math.floor(startedAt.getTime() / 1000))
      // Rounded down: the token never outlives its session.
      .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
      .sign(this.privateKey);
  }

  /** @throws VitrineError 403 `operator-session-invalid` | `operator-session-expired` */
  async verify(token: string): Promise<SessionClaims> {
    if (token.length > 2_048) throw operatorSessionInvalid();
    try {
      const { payload } = await jwtVerify(token, this.#publicKey, { algorithms: ['EdDSA'], audience: AUDIENCE, typ: TYPE, requiredClaims: ['exp', 'iat'] });
      const { sub, org, sid } = claimsSchema.parse(payload);
      return { operator: sub, organizationId: org, sessionId: sid };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw operatorSessionExpired();
      throw operatorSessionInvalid();
    }
  }
}

/** What the row keeps of a token. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
