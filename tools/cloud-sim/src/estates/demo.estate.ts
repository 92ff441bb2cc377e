import type { EstateDeclaration } from '../estate/estate.js';
import { demoAwsEstate, type DemoAwsTrust } from './demo-aws.estate.js';
import { demoAzureEstate, type FederatedTrust } from './demo-azure.estate.js';
import { demoGcpEstate } from './demo-gcp.estate.js';

/** What the demo's clouds trust, beside what the estates say themselves. */
export interface DemoTrust {
  readonly aws?: DemoAwsTrust;
  readonly azure?: FederatedTrust;
  readonly gcp?: FederatedTrust;
}

/** The built-in estate of `npm run demo`: a shop in every simulated cloud. */
export function demoEstate(trust: DemoTrust = {}): EstateDeclaration {
  return { seed: 20_261_122, aws: demoAwsEstate(trust.aws), azure: demoAzureEstate(trust.azure), gcp: demoGcpEstate(trust.gcp) };
}
