import { VitrineError } from '@vitrine/contracts';

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/**
 * Reads `postgres://role:password@host:5432/database`. A query part is refused: `?sslmode=` in a URL would
 * silently override the TLS options that are set by file.
 * @throws VitrineError `database-url-invalid`, which names the fault and never the value (it holds a password)
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const url = URL.parse(text);
  if (url === null) throw invalid('it is not a URL');
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') throw invalid('its scheme is not postgres');
  if (url.search !== '' || url.hash !== '') throw invalid('it has a query part; TLS is configured by file');
  if (url.hostname === '' || url.username === '') throw invalid('it names no host or no role');
  const database = decodeURIComponent(url.pathname.slice(1));
  if (database === '' || database.includes('/')) throw invalid('it names no database');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 5432 : Number(url.port),
    database,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

function invalid(why: string): VitrineError {
  return new VitrineError({
    code: 'database-url-invalid',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: `the database URL is refused: ${why}`,
  });
}
