import type { ConnectionValidation, ValidationInput } from './connection-validation.js';
import { validateAws } from './validate-aws.js';
import { validateAzure } from './validate-azure.js';
import { validateGcp } from './validate-gcp.js';

/**
 * What a connection's principal sees and may do: asked when it is made and again before every audit, so that a principal
 * that gained write stops its audits.
 * @throws VitrineError `validation-throttled` (header `retry-after`), `validation-unavailable`, `credential-expired`: all retryable
 */
export async function validateConnection(input: ValidationInput): Promise<ConnectionValidation> {
  switch (input.session.principal.cloud) {
    case 'aws':
      return validateAws(input);
    case 'azure':
      return validateAzure(input);
    case 'gcp':
      return validateGcp(input);
  }
}
