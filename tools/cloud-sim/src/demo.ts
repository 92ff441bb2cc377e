/** The demo's shop as data and the way to its clouds: what starts the simulator as a process needs, without the simulator. */
export { endpointVariablesOf } from './http/endpoint-variables.js';
export { demoEstate, type DemoTrust } from './estates/demo.estate.js';
export {
  demoAwsEstate,
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_BASE_ACCESS_KEY_ID,
  DEMO_AWS_READ_POLICY,
  DEMO_AWS_ROLE_NAME,
  type DemoAwsTrust,
} from './estates/demo-aws.estate.js';
export {
  demoAzureClientId,
  demoAzureClientSecret,
  demoAzureEstate,
  demoAzureSubscriptionId,
  demoAzureTenantId,
  type FederatedTrust,
} from './estates/demo-azure.estate.js';
export { demoGcpAuditorEmail, demoGcpEstate, demoGcpProjectId, demoGcpWorkloadIdentity } from './estates/demo-gcp.estate.js';
