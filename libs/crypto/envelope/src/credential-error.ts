import type { z } from 'zod';

/** What the API answers, all with 422: the bad input catalogue, rows 36 to 38, and one for the other fields. */
export type CredentialErrorCode = 'invalid-role-arn' | 'invalid-tenant-id' | 'unsupported-credential' | 'credential-invalid';

/** One refused member: a JSON pointer (RFC 6901) and why. Never the value. */
export interface CredentialProblem {
  readonly pointer: string;
  readonly code: CredentialErrorCode;
}

/** A plaintext credential was refused. Holds pointers and codes only: the value may be a secret. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
  readonly code: CredentialErrorCode;
  readonly problems: readonly CredentialProblem[];

  constructor(code: CredentialErrorCode, problems: readonly CredentialProblem[] = []) {
    super(code);
    this.code = code;
    this.problems = problems;
  }
}

/** Turns what zod found into pointers and codes; the most telling code leads. */
export function credentialErrorOf(error: z.ZodError): CredentialError {
  const problems = error.issues.map((issue) => ({
    // Declared members only: an unknown member's name came from outside and may itself be a pasted secret.
    pointer: issue.path.map((part) => `/${String(part)}`).join(''),
    code: codeOf(issue.path[0]),
  }));
  const telling = problems.find(({ code }) => code !== 'credential-invalid');
  return new CredentialError(telling?.code ?? 'credential-invalid', problems);
}

function codeOf(member: PropertyKey | undefined): CredentialErrorCode {
  if (member === 'roleArn') return 'invalid-role-arn';
  if (member === 'tenantId') return 'invalid-tenant-id';
  return member === 'kind' ? 'unsupported-credential' : 'credential-invalid';
}
