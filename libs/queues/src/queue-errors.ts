import { VitrineError } from '@vitrine/contracts';

export function queueUnavailable(cause: unknown): VitrineError {
  return new VitrineError({
    code: 'queue-unavailable',
    status: 503,
    publicMessage: 'Work is accepted and will start with a delay.',
    internal: 'the queue cannot be reached',
    retryable: true,
    cause,
  });
}

export function queueDataRefused(): VitrineError {
  return new VitrineError({
    code: 'queue-data-refused',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'job data must be exactly two ids',
  });
}

export function queueEvicts(policy: string): VitrineError {
  return new VitrineError({
    code: 'queue-evicts',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: `Redis has maxmemory-policy ${policy}; with anything but noeviction it drops jobs silently when full`,
  });
}
