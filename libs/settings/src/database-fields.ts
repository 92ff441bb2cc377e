import { z } from 'zod';
import { wholeNumber } from './whole-number.js';

export const postgresUrl = z.string().startsWith('postgres://', 'not a postgres:// URL');

/** Where the database is and how its TLS is checked, as every process is told. */
export const databaseFields = {
  /** `postgres://role[:…]@host:5432/database`. */
  databaseUrl: postgresUrl.optional(),
  /** In place of the URL: the address, and a password that a mounted file can hold alone. */
  databaseHost: z.string().optional(),
  databasePort: wholeNumber(1, 65_535, 5432),
  databaseName: z.string().default('vitrine'),
  databasePassword: z.string().optional(),
  /** PEM files: the database's CA (TLS is on when it is given), and the certificate that we show to it. */
  databaseCaFile: z.string().optional(),
  databaseCertificateFile: z.string().optional(),
  databaseKeyFile: z.string().optional(),
};

export interface DatabaseAddress {
  readonly databaseHost?: string | undefined;
  readonly databasePort: number;
  readonly databaseName: string;
}

/** What one role is given of its own: a whole URL, or its password at the common address. */
export interface DatabaseAccount {
  readonly role: string;
  readonly url?: string | undefined;
  readonly password?: string | undefined;
}

/** The URL of a role, as given or from the one address; a password has no place in a URL that the environment shows, it joins here. */
export function databaseUrlOf({ databaseHost = '', databasePort, databaseName }: DatabaseAddress, { role, url, password = '' }: DatabaseAccount): string {
  const secret = encodeURIComponent(password);
  if (url === undefined) return `postgres://${role}:${secret}@${databaseHost}:${String(databasePort)}/${encodeURIComponent(databaseName)}`;
  const whole = URL.parse(url);
  // What is no URL is told by whoever connects, in words that do not show it.
  if (secret === '' || whole === null) return url;
  whole.password = secret;
  return whole.href;
}

export interface DatabaseFiles {
  readonly databaseCaFile?: string | undefined;
  readonly databaseCertificateFile?: string | undefined;
  readonly databaseKeyFile?: string | undefined;
}

/** How the database's TLS is checked, and what we show to it; nothing without a CA. */
export function databaseTlsOf({ databaseCaFile, databaseCertificateFile, databaseKeyFile }: DatabaseFiles): {
  readonly tls?: { readonly authorityFile: string; readonly certificateFile?: string; readonly keyFile?: string };
} {
  if (databaseCaFile === undefined) return {};
  const own =
    databaseCertificateFile === undefined || databaseKeyFile === undefined ? {} : { certificateFile: databaseCertificateFile, keyFile: databaseKeyFile };
  return { tls: { authorityFile: databaseCaFile, ...own } };
}
