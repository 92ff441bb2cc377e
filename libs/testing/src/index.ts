export { createTestDatabase, type TestDatabase, type TestRole } from './test-database.js';
export { startPreparedServer, type PreparedServer } from './prepared-server.js';
export { seedTwoOrganizations, type SeededMember, type SeededOrganization, type SeededRole, type SeedOptions } from './two-organizations.js';
export { redisAvailable, startTestRedis, type TestRedis, type TestRedisOptions } from './redis-server.js';
export { testClock, type TestClock } from './clock.js';
export { startTestIssuer, type MintOptions, type TestIssuer } from './oidc-issuer.js';
export { killRunningProcesses, startProcess, type ProcessEnd, type ProcessOptions, type TestProcess } from './child-process.js';
export { freePort } from '@vitrine/embedded-postgres';
