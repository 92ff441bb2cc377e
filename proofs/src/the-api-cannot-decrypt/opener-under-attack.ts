import { openCredential, OpenError, type CredentialRow, type Unwrapper } from '@vitrine/crypto-open';
import type { Attempt } from '../proof.js';
import { openTrusting } from './trusting-opener.js';

/** What came of one envelope: `opened`, or the step at which it stopped. */
export type Opening = 'opened' | 'refused-with-a-leak' | (string & {});

/** Opens a row with the opener of this attempt: ours, or with the guard removed one that trusts the envelope. */
export function openerOf({ guard }: Pick<Attempt, 'guard'>, unwrapper: Unwrapper): (row: CredentialRow) => Promise<Opening> {
  return guard === 'standing' ? (row) => ours(row, unwrapper) : (row) => openTrusting(row.sealed, unwrapper).then(...settled);
}

const settled = [(): Opening => 'opened', (): Opening => 'refused'] as const;

async function ours(row: CredentialRow, unwrapper: Unwrapper): Promise<Opening> {
  try {
    (await openCredential(row, unwrapper)).wipe();
    return 'opened';
  } catch (error) {
    // One outward error for every reason; anything else would tell a forger how far it got.
    const isUniform = error instanceof OpenError && error.message === 'open_failed' && JSON.stringify(error) === '{"code":"open_failed"}';
    return isUniform ? error.fault : 'refused-with-a-leak';
  }
}
