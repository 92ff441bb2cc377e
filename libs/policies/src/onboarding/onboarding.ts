import type { Cloud } from '@vitrine/contracts';
import { policyDocuments } from '../policy-documents.js';
import type { PolicyRequest } from '../policy-request.js';
import { awsOnboarding } from './aws-onboarding.js';
import { azureOnboarding } from './azure-onboarding.js';
import { gcpOnboarding } from './gcp-onboarding.js';
import type { Onboarding, OnboardingParts } from './onboarding-parts.js';

const partsOf: Readonly<Record<Cloud, (request: PolicyRequest) => OnboardingParts>> = { aws: awsOnboarding, azure: azureOnboarding, gcp: gcpOnboarding };

/**
 * The least privilege of `policyDocuments`, and a trust in assertions for this one connection: equal to its subject, never like it.
 * An issuer that the operator has not set stands as a placeholder. Byte-stable.
 */
export function onboarding(request: PolicyRequest): Onboarding {
  const { documents, policyFormats, ...parts } = partsOf[request.cloud](request);
  const policy = policyDocuments(request).filter(({ format }) => policyFormats.includes(format));
  return { issuer: request.grantee.issuer, subject: request.grantee.subject, ...parts, documents: [...policy, ...documents] };
}
