export { runInOrganization, currentOrganization, organizationScopeIfAny, type OrganizationScope } from './organization-scope.js';
export type { OrganizationTransaction } from './organization-transaction.js';
export { withOrganization, type Lease, type TransactionOptions } from './with-organization.js';
export { organizationOfToken, organizationOfClaim, organizationOfTrustRule } from './directory.js';
