import type { OrganizationId } from '@vitrine/contracts';

/** Everything that a verifier finds, each with its own word. Kept for ever: pipelines decide by them. */
export const trailFaultCodes = [
  'file-malformed',
  'entry-edited',
  'payload-edited',
  'entry-dropped',
  'entry-reordered',
  'entry-inserted',
  'tail-cut',
  'tail-unsigned',
  'checkpoint-mismatch',
  'checkpoint-forked',
  'checkpoint-replayed',
  'key-foreign',
  'signature-invalid',
  'event-id-reused',
  'time-backwards',
  'operator-reads-stripped',
  'organization-foreign',
  'history-rewritten',
  'kept-checkpoint-not-covered',
] as const;
export type TrailFaultCode = (typeof trailFaultCodes)[number];

export interface TrailFault {
  readonly code: TrailFaultCode;
  /** The entry; the first one that can be meant where it is one of several; `null` where it is no entry's fault. */
  readonly index: number | null;
  /** One sentence, without anything of a payload. */
  readonly says: string;
}

/** What a verifier says in the end. */
export type TrailVerdict =
  | {
      readonly kind: 'intact';
      readonly origin: string;
      readonly organizationId: OrganizationId;
      readonly epoch: number;
      /** Index of the first entry of the file. */
      readonly from: number;
      /** Leaves of the tree that the last checkpoint signs. */
      readonly size: number;
      /** Root of that tree, Base 64; `null` for a trail without entries. */
      readonly root: string | null;
      readonly entries: number;
      readonly checkpoints: number;
      readonly droppedPayloads: number;
      /** Compared with the checkpoints that were kept elsewhere: without one, a trail that was rewritten and signed anew by its keeper looks intact. */
      readonly anchored: boolean;
    }
  | (TrailFault & { readonly kind: 'broken'; readonly line: number });

export const fault = (code: TrailFaultCode, index: number | null, says: string): TrailFault => ({ code, index, says });
