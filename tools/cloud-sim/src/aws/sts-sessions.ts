import { randomBytes } from 'node:crypto';
import type { AwsPrincipal } from './iam/aws-principal.js';

export interface IssuedSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
  readonly principal: AwsPrincipal;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Sessions that STS handed out, by their temporary access key. */
export class StsSessions {
  private readonly byAccessKey = new Map<string, IssuedSession>();

  issue(principal: AwsPrincipal, expiresAt: Date): IssuedSession {
    const characters = [...randomBytes(16)].map((byte) => BASE32.charAt(byte % 32)).join('');
    const session: IssuedSession = {
      accessKeyId: `ASIA${characters}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(180).toString('base64'),
      expiresAt,
      principal,
    };
    this.byAccessKey.set(session.accessKeyId, session);
    return session;
  }

  /** `unknown` also where the token is not the one issued with the key: either alone is worth nothing. */
  find(
    accessKeyId: string,
    sessionToken: string | undefined,
    now: Date,
  ): { kind: 'live'; principal: AwsPrincipal } | { kind: 'expired' } | { kind: 'unknown' } {
    const session = this.byAccessKey.get(accessKeyId);
    if (session === undefined || session.sessionToken !== sessionToken) return { kind: 'unknown' };
    return session.expiresAt <= now ? { kind: 'expired' } : { kind: 'live', principal: session.principal };
  }
}
