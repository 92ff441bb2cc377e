import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

/** Files of PEM; with the last two the client shows a certificate. The server's name is always checked. */
export interface DatabaseTls {
  readonly authorityFile: string;
  readonly certificateFile?: string;
  readonly keyFile?: string;
}

export function tlsOptions(tls: DatabaseTls): ConnectionOptions {
  return {
    ca: readFileSync(tls.authorityFile, 'utf8'),
    // An attacker between us and the database would show any certificate; only the operator's authority counts.
    rejectUnauthorized: true,
    ...(tls.certificateFile === undefined ? {} : { cert: readFileSync(tls.certificateFile, 'utf8') }),
    ...(tls.keyFile === undefined ? {} : { key: readFileSync(tls.keyFile, 'utf8') }),
  };
}
