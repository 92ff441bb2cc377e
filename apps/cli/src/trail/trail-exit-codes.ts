import type { TrailFaultCode } from '@vitrine/trail';

/** What a pipeline reads of a broken trail: one number for each way. Numbers are kept for ever, and none is used for anything else. */
export const trailExitCodes = {
  'file-malformed': 20,
  'entry-edited': 21,
  'payload-edited': 22,
  'entry-dropped': 23,
  'entry-reordered': 24,
  'entry-inserted': 25,
  'tail-cut': 26,
  'tail-unsigned': 27,
  'checkpoint-mismatch': 28,
  'checkpoint-forked': 29,
  'checkpoint-replayed': 30,
  'key-foreign': 31,
  'signature-invalid': 32,
  'event-id-reused': 33,
  'time-backwards': 34,
  'operator-reads-stripped': 35,
  'organization-foreign': 36,
  'history-rewritten': 37,
  'kept-checkpoint-not-covered': 38,
} as const satisfies Record<TrailFaultCode, number>;

export type TrailExitCode = (typeof trailExitCodes)[TrailFaultCode];
