export { createPool, type DatabasePoolOptions } from './pool.js';
export type { DatabaseTls } from './tls-options.js';
export { parseDatabaseUrl, type DatabaseAddress } from './database-url.js';
export { withClient, type ConnectOptions } from './client.js';
export { asDatabaseError, constraintOf, isDatabaseUnavailable, sqlStateOf } from './database-errors.js';
export { migrate } from './migrate.js';
export { readMigrations, parseMigration, migrationsFolder, type MigrationFile } from './migration-files.js';
export { bootstrapServer, createDatabase, prepareDatabase } from './bootstrap-server.js';
