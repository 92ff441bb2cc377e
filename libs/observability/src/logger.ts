import { pino, type DestinationStream, type LevelWithSilent, type Logger as PinoLogger } from 'pino';
import { describeError } from './log-error.js';
import { admissible, type LogFields } from './log-fields.js';
import { currentTrace } from './trace.js';

/** A text known when the program was written: `'audit started'`, never `\`audit ${id} started\``. The compiler refuses the latter. */
type Constant<M extends string> = string extends M ? never : M;

type Log = <M extends string>(message: Constant<M>, fields?: LogFields) => void;
type LogFault = <M extends string>(message: Constant<M>, fields?: LogFields & { readonly error?: unknown }) => void;

export interface Logger {
  readonly debug: Log;
  readonly info: Log;
  readonly warn: LogFault;
  readonly error: LogFault;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Which process speaks: `vitrine-api`, `vitrine-worker`. */
  readonly process: string;
  readonly level?: LevelWithSilent;
  /** Fields of the moment, for instance the organization of the current scope. The trace is added by itself. */
  readonly context?: () => LogFields;
  /** Default: stdout, one JSON object per line. */
  readonly destination?: DestinationStream;
}

export function createLogger(options: LoggerOptions): Logger {
  const sink = pino(
    {
      level: options.level ?? 'info',
      base: { process: options.process },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return loggerOver(sink, options.context ?? (() => ({})), {});
}

type Level = 'debug' | 'info' | 'warn' | 'error';

function loggerOver(sink: PinoLogger, context: () => LogFields, bound: LogFields): Logger {
  const write = (level: Level, message: string, { error, ...fields }: LogFields & { readonly error?: unknown } = {}): void => {
    if (!sink.isLevelEnabled(level)) return;
    const trace = currentTrace();
    const ids = trace === 'outside' ? {} : { traceId: trace.traceId, spanId: trace.spanId };
    const { admitted, dropped } = admissible({ ...ids, ...context(), ...bound, ...fields });
    // A number tells a developer that a field is missing from the list, and tells a thief nothing.
    sink[level](
      { ...admitted, ...(dropped === 0 ? {} : { droppedFields: dropped }), ...(error === undefined ? {} : { error: describeError(error) }) },
      message,
    );
  };
  return {
    debug: (message, fields) => write('debug', message, fields),
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    child: (fields) => loggerOver(sink, context, { ...bound, ...fields }),
  };
}

/** For specs and tools that must be quiet. */
export const silentLogger: Logger = createLogger({ process: 'silent', level: 'silent' });
