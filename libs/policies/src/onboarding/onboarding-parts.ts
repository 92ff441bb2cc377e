import type { PolicyDocument, PolicyRequest } from '../policy-request.js';

/** One file of the way in; the formats of the policy are those of `PolicyDocument`. */
export interface OnboardingDocument {
  readonly format: PolicyDocument['format'] | 'aws-trust-policy' | 'aws-cli' | 'azure-federated-credential';
  readonly filename: string;
  readonly mediaType: PolicyDocument['mediaType'];
  readonly text: string;
}

/** How a customer lets one keyless connection in: what his cloud must trust, letter for letter, and the ways to say so. */
export interface Onboarding {
  readonly issuer: string | null;
  readonly subject: string;
  readonly audience: string;
  readonly documents: readonly OnboardingDocument[];
  /** The same by hand, in the words of the cloud's own pages. */
  readonly portal: readonly string[];
  /** Members of the credential to submit afterwards. */
  readonly submit: readonly string[];
}

/** The parts in which the clouds differ. */
export interface OnboardingParts extends Omit<Onboarding, 'issuer' | 'subject' | 'documents'> {
  /** What comes beside, or in place of, the policy's own files. */
  readonly documents: readonly OnboardingDocument[];
  /** Formats of the policy that belong to the keyless way too. */
  readonly policyFormats: readonly PolicyDocument['format'][];
}

/** The issuer, or where it belongs. */
export const issuerText = ({ grantee }: PolicyRequest): string => grantee.issuer ?? 'https://<issuer of your Vitrine>';
