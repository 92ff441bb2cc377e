import { VitrineError } from '@vitrine/contracts';

const CAUSES_AT_MOST = 5;
const FRAMES_AT_MOST = 12;

/**
 * What a log line says of an error. The message of an error that is not ours is never printed: a database or SDK quotes
 * in it the very value that it could not take. Of causes only the kind is said, never the payload.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof VitrineError) {
    return { code: error.code, internal: error.internal, retryable: error.retryable, ...causesOf(error), at: framesOf(error) };
  }
  return { ...kindOf(error), ...causesOf(error), at: framesOf(error) };
}

/** The class and the machine-readable code; both are short words or nothing. */
function kindOf(error: unknown): { name: string; code?: string } {
  const name = word(memberOf(error, 'name')) ?? typeof error;
  const code = word(memberOf(error, 'code'));
  return code === undefined ? { name } : { name, code };
}

function causesOf(error: unknown): { causes?: object[] } {
  const causes: object[] = [];
  for (let cause = memberOf(error, 'cause'); cause !== undefined && causes.length < CAUSES_AT_MOST; cause = memberOf(cause, 'cause'))
    causes.push(kindOf(cause));
  return causes.length === 0 ? {} : { causes };
}

/** The lines of the stack that name places; the message stands before them and may have any number of lines. */
function framesOf(error: unknown): string[] {
  const stack = memberOf(error, 'stack');
  if (typeof stack !== 'string') return [];
  const frames = stack.split('\n').filter((line) => /^ {4}at (?:async )?[\w.<>#$[\] ]*\(?(?:file:\/\/|node:|\/)[^\s]*:\d+:\d+\)?$/.test(line));
  return frames.slice(0, FRAMES_AT_MOST).map((line) => line.trim());
}

function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(value) ? value : undefined;
}
