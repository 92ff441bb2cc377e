import { VitrineError } from '@vitrine/contracts';
import { ZodError } from 'zod';
import type { CallResult } from '../engine/cloud-request.js';

const ofTheAnswer = new Set([
  'cloud-unreachable',
  'cloud-timeout',
  'egress-refused',
  'response-too-large',
  'response-unreadable',
  'xml-malformed',
  'json-malformed',
  'continuation-refused',
]);

/** Turns a fault of the network or the answer into a named result; everything else (our own mistakes, cancels) is thrown on. */
export function unavailableFrom(error: unknown, operation: string): CallResult {
  if (error instanceof VitrineError && ofTheAnswer.has(error.code)) {
    return { outcome: 'unavailable', operation, reason: error.code, retryable: error.retryable };
  }
  if (error instanceof ZodError) return { outcome: 'unavailable', operation, reason: 'answer-unexpected', retryable: false };
  throw error;
}

/** A client that came back without having asked: nothing was read, and the next try may. */
export const noAnswer = (operation: string): CallResult => ({ outcome: 'unavailable', operation, reason: 'no-answer', retryable: true });

export function jsonMalformed(retryable = true): VitrineError {
  return new VitrineError({ code: 'json-malformed', status: 502, publicMessage: 'A cloud provider sent an answer that could not be read.', retryable });
}

/** A request that a reader filled wrongly: found before anything is signed. */
export function requestMalformed(operation: string, what: string): VitrineError {
  return new VitrineError({
    code: 'request-malformed',
    status: 500,
    publicMessage: 'A call to a cloud could not be built.',
    internal: `${operation}: ${what}`,
  });
}

/** An answer's `nextLink` that leads anywhere but back to the same operation: following it would carry the token away. */
export function continuationRefused(operation: string): VitrineError {
  return new VitrineError({
    code: 'continuation-refused',
    status: 502,
    publicMessage: 'A cloud provider named a next page at another address.',
    internal: operation,
  });
}
