import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { VitrineError } from '@vitrine/contracts';
import { readConfig, readDatabaseConfig } from './config.js';
import { operatorAccessOf } from './operator-sessions/operator-fields.js';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = Buffer.alloc(32, 1).toString('base64');
const good = {
  VITRINE_DATABASE_URL: 'postgres://vitrine_api:hunter2@db/vitrine',
  VITRINE_TOKEN_PEPPERS: `[{"id":"a","key":"${key}"}]`,
  VITRINE_REQUEST_KEY: key,
};

function problemsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof VitrineError) return error.internal;
  }
  return 'none';
}

describe('configuration', () => {
  it('reads a value from itself or from a file, whose last line break is not part of it', () => {
    const file = join(folder, 'url');
    writeFileSync(file, `${good.VITRINE_DATABASE_URL}\n`);
    const { VITRINE_DATABASE_URL: _, ...rest } = good;
    expect(readConfig({ ...rest, VITRINE_DATABASE_URL_FILE: file }).databaseUrl).toBe(good.VITRINE_DATABASE_URL);
    expect(readConfig(good)).toMatchObject({ port: 8080, rateLimit: 600, corsOrigins: [], requestKey: Buffer.alloc(32, 1) });
  });

  it('makes the database’s URL of an address and a password by file, so that no variable shows the password', () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'hunter2/@:%\n');
    const { VITRINE_DATABASE_URL: _, ...rest } = good;
    const byParts = { ...rest, VITRINE_DATABASE_HOST: 'db', VITRINE_DATABASE_PORT: '6432', VITRINE_DATABASE_PASSWORD_FILE: file };
    expect(readConfig(byParts).databaseUrl).toBe('postgres://vitrine_api:hunter2%2F%40%3A%25@db:6432/vitrine');
    expect(readConfig({ ...rest, VITRINE_DATABASE_URL: 'postgres://vitrine_api@db/vitrine', VITRINE_DATABASE_PASSWORD_FILE: file }).databaseUrl).toBe(
      'postgres://vitrine_api:hunter2%2F%40%3A%25@db/vitrine',
    );
    expect(problemsOf(rest)).toBe('VITRINE_DATABASE_URL: missing');
    expect(readDatabaseConfig({ VITRINE_DATABASE_HOST: 'db' }).databaseUrl).toBe('postgres://vitrine_api:@db:5432/vitrine');
  });

  it('refuses a client certificate without its key at the start, not at the first connection', () => {
    expect(problemsOf({ ...good, VITRINE_REDIS_CERT_FILE: '/c', VITRINE_DATABASE_KEY_FILE: '/k' })).toBe(
      'VITRINE_DATABASE_CERTIFICATE_FILE and VITRINE_DATABASE_KEY_FILE: both or none; VITRINE_REDIS_CERT_FILE and VITRINE_REDIS_KEY_FILE: both or none',
    );
  });

  it('tells every problem at once, by name and never by value', () => {
    const problems = problemsOf({
      VITRINE_DATABASE_URL: 'mysql://root:hunter2@db',
      VITRINE_PORT: '99999',
      VITRINE_REQUEST_KEY: 'c2hvcnQ=',
      VITRINE_LOG_LEVEL: 'loud',
      VITRINE_RATE_LIMIT_FILE: '/nowhere/secret',
    });
    for (const name of [
      'VITRINE_DATABASE_URL: not a postgres',
      'VITRINE_PORT: above 65535',
      'VITRINE_REQUEST_KEY: not base64',
      'VITRINE_TOKEN_PEPPERS: missing',
      'VITRINE_LOG_LEVEL: not a level',
      'VITRINE_RATE_LIMIT_FILE: cannot be read',
    ]) {
      expect(problems).toContain(name);
    }
    expect(problems).not.toMatch(/hunter2|c2hvcnQ|loud|nowhere/);
  });

  it.each([
    [{ VITRINE_REQUEST_KEY_FILE: '/x' }, 'given twice'],
    [{ VITRINE_OIDC_ISSUERS: '[{"issuer":"https://i.test","audience":"a","algorithms":["HS256"]}]' }, 'VITRINE_OIDC_ISSUERS: 0.algorithms.0'],
    [{ VITRINE_OIDC_ISSUERS: 'not json' }, 'VITRINE_OIDC_ISSUERS: not JSON'],
    [{ VITRINE_OIDC_ISSUERS: '[{"issuer":"https://i.test","audience":"a"},{"issuer":"https://i.test","audience":"b"}]' }, 'an issuer is listed twice'],
  ])('refuses %j', (more, problem) => {
    expect(problemsOf({ ...good, ...more })).toContain(problem);
  });
});

describe('operators of the platform', () => {
  const operatorKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const operators = {
    VITRINE_PLATFORM_ISSUER: '{"issuer":"https://platform.test","audience":"vitrine-platform"}',
    VITRINE_PLATFORM_ADMIN_USER_IDS: 'https://platform.test|user_1, https://platform.test|a|b',
    VITRINE_OPERATOR_KEY: operatorKey,
    VITRINE_OPERATOR_DATABASE_URL: 'postgres://vitrine_operator:hunter3@db/vitrine',
  };

  it('are nobody without an issuer and a list, also where the files are there and empty', () => {
    expect(operatorAccessOf(readConfig(good))).toBe('off');
    const mounted = { VITRINE_PLATFORM_ISSUER: '', VITRINE_PLATFORM_ADMIN_USER_IDS: '', VITRINE_OPERATOR_KEY: operatorKey };
    expect(operatorAccessOf(readConfig({ ...good, ...mounted }))).toBe('off');
  });

  it('are exactly those listed, at the one issuer, which is no organization’s', () => {
    const access = operatorAccessOf(readConfig({ ...good, ...operators }));
    expect(access === 'off' ? access : [...access.operators]).toEqual(['https://platform.test|user_1', 'https://platform.test|a|b']);
    const issuers = '[{"issuer":"https://platform.test","audience":"a"}]';
    expect(problemsOf({ ...good, ...operators, VITRINE_OIDC_ISSUERS: issuers })).toContain('VITRINE_PLATFORM_ISSUER: is an issuer of organizations too');
  });

  it.each([
    [{ VITRINE_PLATFORM_ADMIN_USER_IDS: '' }, 'VITRINE_PLATFORM_ADMIN_USER_IDS: missing'],
    [{ VITRINE_PLATFORM_ADMIN_USER_IDS: 'user_1' }, 'not issuer|subject'],
    [{ VITRINE_PLATFORM_ADMIN_USER_IDS: 'https://other.test|user_1' }, 'an entry is not of the platform issuer'],
    [{ VITRINE_PLATFORM_ISSUER: '' }, 'VITRINE_PLATFORM_ISSUER: missing'],
    [{ VITRINE_OPERATOR_KEY: '' }, 'VITRINE_OPERATOR_KEY: missing'],
    [{ VITRINE_OPERATOR_KEY: 'hunter4' }, 'not an Ed25519 private key'],
    [{ VITRINE_OPERATOR_DATABASE_URL: 'mysql://hunter5' }, 'VITRINE_OPERATOR_DATABASE_URL: not a postgres'],
  ])('are refused by halves: %j', (more, problem) => {
    const problems = problemsOf({ ...good, ...operators, ...more });
    expect(problems).toContain(problem);
    expect(problems).not.toMatch(/hunter/);
  });
});
