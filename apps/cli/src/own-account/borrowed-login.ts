import type { Cloud } from '@vitrine/contracts';
import type { Credential } from '@vitrine/crypto-envelope';

/** What a login could do beyond reading, as far as it can be learned. */
export type WriteReach = { readonly kind: 'known'; readonly actions: readonly string[] } | { readonly kind: 'unknown' };

export type Narrowing =
  /** The lent session itself can only read; `how` says by what. */
  | { readonly kind: 'narrowed'; readonly how: string }
  /** It keeps all the login's rights; the gate refuses writes, and the owner is asked before anything is lent. */
  | { readonly kind: 'not-narrowed'; readonly why: string; readonly reach: WriteReach };

/** A session taken from the user's own command-line login, for at most an hour. */
export interface BorrowedLogin {
  readonly cloud: Cloud;
  readonly connectionName: string;
  /** Who it is, in the cloud's words; not a secret. */
  readonly principal: string;
  readonly credential: Credential;
  readonly narrowing: Narrowing;
  readonly bill: object | null;
  readonly settings: object;
}

const HOUR_MS = 60 * 60 * 1000;

/** When the loan ends: with the cloud's own session, and after an hour at the latest. ISO 8601. */
export function loanEnd(now: Date, sessionEnds: Date | null): string {
  const hour = now.getTime() + HOUR_MS - 1000;
  return new Date(sessionEnds === null ? hour : Math.min(hour, sessionEnds.getTime())).toISOString();
}
