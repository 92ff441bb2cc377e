export { startEmbeddedPostgres, postgresUrl, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './embedded-postgres-error.js';
export { rolePassword } from './role-password.js';
export { freePort } from './free-port.js';
export type { StopMode, TlsFiles } from './supervisor-protocol.js';
