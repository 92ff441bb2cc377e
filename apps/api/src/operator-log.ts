import type { VitrineError } from '@vitrine/contracts';
import { createLogger, type Logger } from '@vitrine/observability';
import { organizationScopeIfAny } from '@vitrine/tenancy';
import { pino } from 'pino';
import { ApiLog, type AccessLine, type ApiEvent } from './log.js';

/** JSON lines on stderr, through the house's allow-list of fields; stdout is for the readiness line alone. */
export class OperatorLog extends ApiLog {
  readonly #log: Logger;

  constructor(level: 'debug' | 'info' | 'warn' | 'error' | 'silent') {
    super();
    const context = (): { organizationId?: string } => {
      const scope = organizationScopeIfAny();
      return scope === 'outside' ? {} : { organizationId: scope.organizationId };
    };
    this.#log = createLogger({ process: 'vitrine-api', level, context, destination: pino.destination({ dest: 2, sync: true }) });
  }

  override answered({ requestId, traceId, method, route, status, code, milliseconds, caller }: AccessLine): void {
    const who =
      caller === 'unknown'
        ? {}
        : {
            organizationId: caller.organizationId,
            ...(caller.memberId === 'none' ? {} : { memberId: caller.memberId }),
            ...(caller.via.kind === 'api-token' ? { apiTokenId: caller.via.tokenId } : {}),
          };
    const why = code === 'none' ? {} : { code };
    this.#log.info('answered', { requestId, traceId, method, route, status, durationMs: Math.round(milliseconds * 10) / 10, ...why, ...who });
  }

  override failure(error: VitrineError, requestId: string): void {
    this.#log.error('failed', { requestId, code: error.code, error });
  }

  override event(event: ApiEvent, fields: { readonly code?: string } = {}): void {
    this.#log.info('event', { kind: event, ...fields });
  }
}
