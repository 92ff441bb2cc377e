import type { VitrineError } from '@vitrine/contracts';
import { pino, type Logger } from 'pino';
import { ApiLog, type AccessLine } from './log.js';

/** JSON lines on stderr; stdout is for the readiness line alone. */
export class PinoLog extends ApiLog {
  readonly #log: Logger;

  constructor(level: string) {
    super();
    this.#log = pino({ level, base: { service: 'vitrine-api' }, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
  }

  override answered(line: AccessLine): void {
    this.#log.info({ ...line }, 'answered');
  }

  override failure({ code, internal, stack }: VitrineError, requestId: string): void {
    // Of the stack only the frames: its first line, and a cause's message, could quote what a caller sent.
    this.#log.error({ requestId, code, internal, frames: (stack ?? '').split('\n').slice(1, 9).map((frame) => frame.trim()) }, 'failure');
  }

  override event(message: string, fields: { readonly code?: string } = {}): void {
    this.#log.info(fields, message);
  }
}
