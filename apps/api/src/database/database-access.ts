import type { DatabaseTls } from '@vitrine/database';
import type { DatabaseConfig } from '../config.js';

/** Where the database is and how its TLS is checked: what every connection of this process starts from. */
export function databaseAccess({ databaseUrl, databaseCaFile, databaseCertificateFile, databaseKeyFile }: DatabaseConfig): {
  readonly url: string;
  readonly tls?: DatabaseTls;
} {
  if (databaseCaFile === undefined) return { url: databaseUrl };
  const own =
    databaseCertificateFile === undefined || databaseKeyFile === undefined ? {} : { certificateFile: databaseCertificateFile, keyFile: databaseKeyFile };
  return { url: databaseUrl, tls: { authorityFile: databaseCaFile, ...own } };
}
