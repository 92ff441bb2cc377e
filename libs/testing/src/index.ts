export { createTestDatabase, type TestDatabase, type TestRole } from './test-database.js';
export { startPreparedServer, type PreparedServer } from './prepared-server.js';
export { freePort } from '@vitrine/embedded-postgres';
