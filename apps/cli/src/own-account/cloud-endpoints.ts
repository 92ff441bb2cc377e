import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Where this machine asks the clouds about the login itself; the operator's overrides are the same as the worker's. */
export interface CloudEndpoints {
  readonly sts: (region: string) => string;
  readonly iam: string;
  readonly azureArm: string;
  readonly gcp: (host: string) => string;
}

/** Reads the overrides, and trusts their certificate authority beside the public ones where one is named. */
export function cloudEndpoints(environment: Readonly<Record<string, string | undefined>>): CloudEndpoints {
  const authority = environment['VITRINE_EXTRA_CA_FILE'];
  if (authority !== undefined && authority !== '') setDefaultCACertificates([...getCACertificates('default'), readFileSync(authority, 'utf8')]);
  const { VITRINE_AWS_ENDPOINT: aws, VITRINE_AZURE_ARM_ENDPOINT: arm, VITRINE_GCP_ENDPOINT: gcp } = environment;
  return {
    sts: (region) => aws ?? `https://sts.${region}.amazonaws.com`,
    iam: aws ?? 'https://iam.amazonaws.com',
    azureArm: arm ?? 'https://management.azure.com',
    gcp: (host) => gcp ?? `https://${host}`,
  };
}
