import { describe, expect, it } from '@jest/globals';
import { VitrineError } from '@vitrine/contracts';
import { inspect } from 'node:util';
import { createLogger, type Logger } from './logger.js';
import type { LogFields } from './log-fields.js';
import { newTrace, runInTrace } from './trace.js';

const CANARY = 'CANARY_4f1c';

function recorded(context?: () => LogFields): { log: Logger; text: () => string; last: () => Record<string, unknown> } {
  const lines: string[] = [];
  const log = createLogger({
    process: 'spec',
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
    ...(context === undefined ? {} : { context }),
  });
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

/** Fields as a careless caller with a cast would pass them. */
const careless = (fields: object): LogFields => fields as LogFields;

describe('the logger', () => {
  it('prints a constant message with admissible fields, time and level', () => {
    const { log, last } = recorded();
    log.info('job claimed', { jobId: '01900000-0000-7000-8000-00000000000a', attempt: 1, queue: 'aws', operation: 'ec2:DescribeVolumes' });
    expect(last()).toMatchObject({
      level: 'info',
      process: 'spec',
      msg: 'job claimed',
      jobId: '01900000-0000-7000-8000-00000000000a',
      attempt: 1,
      queue: 'aws',
      operation: 'ec2:DescribeVolumes',
    });
    expect(last()['time']).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('carries the trace and the context of the moment', () => {
    const trace = newTrace();
    const { log, last } = recorded(() => ({ organizationId: '01900000-0000-7000-8000-00000000000b' }));
    runInTrace(trace, () => log.child({ duty: 'relay' }).info('offered', { count: 3 }));
    expect(last()).toMatchObject({
      traceId: trace.traceId,
      spanId: trace.spanId,
      organizationId: '01900000-0000-7000-8000-00000000000b',
      duty: 'relay',
      count: 3,
    });
  });

  /** Each way in which redaction by path was seen to leak. */
  const shapes: readonly (readonly [string, object])[] = [
    ['an unknown field', { password: CANARY }],
    ['two levels down', { job: { credential: { secret: CANARY } } }],
    ['an array', { items: [CANARY] }],
    ['an object in place of an id', { jobId: { toJSON: () => CANARY } }],
    ['a secret in place of an id', { connectionId: CANARY }],
    ['a secret in place of a code', { code: CANARY }],
    ['a secret in place of an operation', { operation: `${CANARY}` }],
    ['a URL with a token in place of a route', { route: `/v1/x?token=${CANARY}` }],
    ['a number in disguise', { count: CANARY }],
    ['a field named like a prototype member', { toString: CANARY, constructor: CANARY }],
  ];
  it.each(shapes)('drops %s and counts it', (_, fields) => {
    const { log, text, last } = recorded();
    log.info('careless', careless(fields));
    log.child(careless(fields)).warn('careless', careless(fields));
    expect(text()).not.toContain(CANARY);
    expect(last()['droppedFields']).toBeGreaterThan(0);
  });

  const failures: readonly (readonly [string, () => unknown])[] = [
    ['a foreign error that quotes a value', () => new Error(`invalid input syntax: "${CANARY}"`)],
    ['a message of many lines', () => new Error(`first\n    at ${CANARY}\n${CANARY}`)],
    ['a cause', () => new VitrineError({ code: 'x', status: 500, publicMessage: 'p', cause: new Error(CANARY, { cause: { secret: CANARY } }) })],
    ['an error with members', () => Object.assign(new Error('x'), { config: { headers: { authorization: CANARY } }, code: `${CANARY} with blanks` })],
    ['an aggregate', () => new AggregateError([new Error(CANARY)], CANARY)],
    ['a thrown text', () => CANARY],
    ['a thrown object', () => ({ secret: CANARY, stack: CANARY, name: `${CANARY} !` })],
  ];
  it.each(failures)('says of %s where and what kind, never the payload', (_, fail) => {
    const { log, text } = recorded();
    log.error('failed', { error: fail() });
    expect(text()).not.toContain(CANARY);
  });

  it('says of our own errors their code and internal text', () => {
    const { log, last } = recorded();
    log.error('failed', {
      error: new VitrineError({
        code: 'connection-rejected',
        status: 409,
        publicMessage: 'p',
        internal: 'write-capable',
        cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      }),
    });
    expect(last()['error']).toMatchObject({ code: 'connection-rejected', internal: 'write-capable', causes: [{ name: 'Error', code: 'ECONNRESET' }] });
    expect(inspect(last())).toContain('logger.spec.ts');
  });

  it('takes no message that was put together at run time', () => {
    const { log } = recorded();
    const built = `user ${String(Math.random())}`;
    // @ts-expect-error a built message could carry anything
    log.info(built);
    expect(built).toContain('user');
  });
});
