import type { DatabaseTls } from '@vitrine/database';
import { databaseTlsOf } from '@vitrine/settings';
import type { DatabaseConfig } from '../config.js';

/** Where the database is and how its TLS is checked: what every connection of this process starts from. */
export const databaseAccess = (config: DatabaseConfig): { readonly url: string; readonly tls?: DatabaseTls } => ({
  url: config.databaseUrl,
  ...databaseTlsOf(config),
});
