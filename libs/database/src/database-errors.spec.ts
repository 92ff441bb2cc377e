import { describe, expect, it } from '@jest/globals';
import { asDatabaseError, constraintOf, isDatabaseUnavailable, sqlStateOf } from './database-errors.js';
import { parseDatabaseUrl } from './database-url.js';

const coded = (code: unknown, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('trouble with the connection, which another try may mend', () => {
  it.each(['57P01', '57P02', '57P03', '53100', '53200', '53300', '53400', '58030', '08000', '08001', '08003', '08004', '08006'])('is SQLSTATE %s', (state) => {
    expect(isDatabaseUnavailable(coded(state))).toBe(true);
    expect(sqlStateOf(coded(state))).toBe(state);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN'])(
    'is %s of the system, which is no SQLSTATE even with five letters',
    (code) => {
      expect(isDatabaseUnavailable(coded(code))).toBe(true);
      expect(sqlStateOf(coded(code))).toBe('none');
    },
  );

  it.each([
    'Connection terminated',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error',
    'Client was closed',
  ])('is what the driver says without a code: "%s …"', (message) => {
    expect(isDatabaseUnavailable(new Error(`${message} unexpectedly`))).toBe(true);
    expect(isDatabaseUnavailable(new Error(`a row says: ${message}`))).toBe(false);
  });

  it('is nothing else: a refused statement, another error, no error', () => {
    for (const error of [coded('23505'), coded('57014'), coded(7), new Error('x'), { message: 7 }, {}, null, undefined, 'Connection terminated']) {
      expect(isDatabaseUnavailable(error)).toBe(false);
      expect(asDatabaseError(error)).toBe(error);
    }
  });

  it('is answered with 503 and a time to come back, its cause kept apart', () => {
    const cause = coded('57P01');
    expect(asDatabaseError(cause)).toMatchObject({
      code: 'database-unavailable',
      status: 503,
      publicMessage: 'The service cannot reach its database. Try again shortly.',
      internal: 'database unavailable: 57P01',
      retryable: true,
      headers: { 'retry-after': '5' },
      cause,
    });
    expect(asDatabaseError(new Error('Client was closed'))).toMatchObject({ internal: 'database unavailable: no code' });
  });
});

describe('what a refused statement says', () => {
  it('is a state of five digits and capitals, and a constraint by name', () => {
    expect(sqlStateOf(coded('23505'))).toBe('23505');
    for (const code of ['2350', '235055', '2350a', 'x23505', '23505\n', 7]) expect(sqlStateOf(coded(code))).toBe('none');
    expect(sqlStateOf(null)).toBe('none');
    expect(constraintOf({ constraint: 'organization_pkey' })).toBe('organization_pkey');
    expect(constraintOf({ constraint: 7 })).toBe('none');
    expect(constraintOf('text')).toBe('none');
  });
});

describe('a refused database URL', () => {
  it.each([
    ['postgres//h/d', 'it is not a URL'],
    ['mysql://u@h/d', 'its scheme is not postgres'],
    ['postgres://u@h/d?sslmode=disable', 'it has a query part; TLS is configured by file'],
    ['postgres://u@h/d#x', 'it has a query part; TLS is configured by file'],
    ['postgres:///d', 'it names no host or no role'],
    ['postgres://h/d', 'it names no host or no role'],
    ['postgres://u@h', 'it names no database'],
    ['postgres://u@h/', 'it names no database'],
    ['postgres://u@h/a/b', 'it names no database'],
    ['postgres://u@h/a%2Fb', 'it names no database'],
  ])('%s is told which of its parts is at fault', (url, why) => {
    expect(() => parseDatabaseUrl(url)).toThrow(
      expect.objectContaining({
        code: 'database-url-invalid',
        status: 500,
        publicMessage: 'An internal error occurred.',
        internal: `the database URL is refused: ${why}`,
      }),
    );
  });

  it('is none where every part is there, decoded', () => {
    expect(parseDatabaseUrl('postgres://r%2Fo:p%40s@[::1]/d%20b')).toEqual({ host: '::1', port: 5432, database: 'd b', user: 'r/o', password: 'p@s' });
    expect(parseDatabaseUrl('postgresql://r@h:1/d')).toEqual({ host: 'h', port: 1, database: 'd', user: 'r', password: '' });
  });
});
