import { awsDocuments } from './aws-policy.js';
import { azureDocuments } from './azure-role.js';
import { gcpDocuments } from './gcp-role.js';
import type { PolicyDocument, PolicyRequest } from './policy-request.js';

/** The files by which a customer grants exactly these permissions. Byte-stable: the same request gives the same text. */
export function policyDocuments(request: PolicyRequest): PolicyDocument[] {
  switch (request.cloud) {
    case 'aws':
      return awsDocuments(request);
    case 'azure':
      return azureDocuments(request);
    case 'gcp':
      return gcpDocuments(request);
  }
}
