import { z } from 'zod';

export const sessionStateSchema = z.enum(['requested', 'approved', 'active', 'ended', 'expired', 'refused'], 'invalid-state');
export type SessionState = z.infer<typeof sessionStateSchema>;

/** The life of a session as a closed table; `vitrine.operator_session_may` has the same, and a spec compares them. Nothing leads back: there is no renewal. */
export const sessionSteps: Readonly<Record<SessionState, readonly SessionState[]>> = {
  requested: ['approved', 'refused', 'ended', 'expired'],
  approved: ['active', 'ended', 'expired'],
  active: ['ended', 'expired'],
  ended: [],
  expired: [],
  refused: [],
};

/** Hours for which a request waits for somebody's yes. */
export const REQUEST_HOURS = 24;
/** Minutes for which what was approved waits for its start. */
export const START_MINUTES = 60;
export const LONGEST_MINUTES = 60;
