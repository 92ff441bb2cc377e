import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { databaseFields, databaseTlsOf, databaseUrlOf } from './database-fields.js';

const at = { databaseHost: 'db', databasePort: 6432, databaseName: 'vitrine' };

describe('the URL of a role', () => {
  it('is made of the one address and the role’s password, each escaped, so that neither can move it', () => {
    expect(databaseUrlOf(at, { role: 'vitrine_api', password: 'p/@:%?#' })).toBe('postgres://vitrine_api:p%2F%40%3A%25%3F%23@db:6432/vitrine');
    expect(databaseUrlOf({ ...at, databaseName: 'a/b?sslmode=disable' }, { role: 'vitrine_relay' })).toBe(
      'postgres://vitrine_relay:@db:6432/a%2Fb%3Fsslmode%3Ddisable',
    );
  });

  it('is the one that is given, with the password of its file where there is one', () => {
    const url = 'postgres://vitrine_api:old@db/vitrine';
    expect(databaseUrlOf(at, { role: 'vitrine_worker', url })).toBe(url);
    expect(databaseUrlOf(at, { role: 'vitrine_worker', url, password: '' })).toBe(url);
    expect(databaseUrlOf(at, { role: 'vitrine_worker', url, password: 'n:w@' })).toBe('postgres://vitrine_api:n%3Aw%40@db/vitrine');
  });

  it('that is none is left to whoever connects: an error here would show it', () => {
    expect(databaseUrlOf(at, { role: 'vitrine_worker', url: 'postgres://a b', password: 'x' })).toBe('postgres://a b');
  });
});

describe('the TLS of the database', () => {
  it('is on with an authority, and shows a certificate only with its key', () => {
    expect(databaseTlsOf({})).toEqual({});
    expect(databaseTlsOf({ databaseCertificateFile: '/c', databaseKeyFile: '/k' })).toEqual({});
    expect(databaseTlsOf({ databaseCaFile: '/a' })).toEqual({ tls: { authorityFile: '/a' } });
    expect(databaseTlsOf({ databaseCaFile: '/a', databaseKeyFile: '/k' })).toEqual({ tls: { authorityFile: '/a' } });
    expect(databaseTlsOf({ databaseCaFile: '/a', databaseCertificateFile: '/c', databaseKeyFile: '/k' })).toEqual({
      tls: { authorityFile: '/a', certificateFile: '/c', keyFile: '/k' },
    });
  });
});

describe('the database’s settings', () => {
  it('have a port and a name of their own, and take no other scheme', () => {
    const schema = z.object(databaseFields);
    expect(schema.parse({})).toEqual({ databasePort: 5432, databaseName: 'vitrine' });
    expect(schema.safeParse({ databaseUrl: 'mysql://db' }).error?.issues[0]?.message).toBe('not a postgres:// URL');
    expect(schema.safeParse({ databasePort: '65536' }).error?.issues[0]?.message).toBe('above 65535');
  });
});
