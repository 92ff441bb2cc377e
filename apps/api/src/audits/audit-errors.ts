import type { VitrineError } from '@vitrine/contracts';
import { refusal } from '../http/problem.js';

export function runActive(auditId: string): VitrineError {
  return refusal(409, 'run-active', 'An audit of this connection is active; see Location.', { headers: { location: `/v1/audits/${auditId}` } });
}

export function alreadyReplayed(auditId: string): VitrineError {
  return refusal(409, 'already-replayed', 'This dead letter was replayed by another audit; see Location.', { headers: { location: `/v1/audits/${auditId}` } });
}

export function auditEnded(): VitrineError {
  return refusal(409, 'audit-ended', 'The audit has ended already.');
}

export function credentialMissing(): VitrineError {
  return refusal(409, 'credential-missing', 'Submit a credential first.');
}

/** Borrowed sessions live an hour at most and are erased at an audit's end, so each is good for what one sign-in allows. */
export function borrowedExpired(): VitrineError {
  return refusal(409, 'credential-expired', 'The borrowed session has ended. Sign in again and submit a new one.');
}

export function connectionClosed(state: 'rejected' | 'revoked'): VitrineError {
  return refusal(409, `connection-${state}`, `The connection is ${state}. See its validation, correct the grant in the cloud and validate again.`);
}

export function unknownRule(): VitrineError {
  return refusal(422, 'unknown-rule', 'A rule is named that this cloud does not have; see /v1/rules.', {
    errors: [{ pointer: '/rules', code: 'unknown-rule' }],
  });
}

export function invalidEventId(): VitrineError {
  return refusal(422, 'invalid-event-id', 'Last-Event-ID is the id of an event of this audit.', {
    errors: [{ pointer: '/Last-Event-ID', code: 'invalid-event-id' }],
  });
}

export function tooManyStreams(): VitrineError {
  return refusal(429, 'too-many-streams', 'You have too many event streams open. Close one and try again.', { headers: { 'retry-after': '5' } });
}
