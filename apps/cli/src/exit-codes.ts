import { VitrineError } from '@vitrine/contracts';
import { CommanderError } from 'commander';
import type { TrailExitCode } from './trail/trail-exit-codes.js';

/** What a pipeline reads. Numbers are kept for ever; 20 to 39 are those of a broken trail. */
export const exitCodes = { ok: 0, unexpected: 1, usage: 2, gateFailed: 3, notAllowed: 4, incomplete: 5, timedOut: 6, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes] | TrailExitCode;

/** A mistake in the command itself. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What an error means to whoever called the command. */
export function exitCodeOf(error: unknown): ExitCode {
  // Help and version end commander with an error of status 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof UsageError) return exitCodes.usage;
  if (error instanceof VitrineError && (error.status === 401 || error.status === 403)) return exitCodes.notAllowed;
  if (error instanceof VitrineError && error.code === 'invalid-url') return exitCodes.usage;
  return exitCodes.unexpected;
}
