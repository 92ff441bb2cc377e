/** What the API answers; the statuses are those of the bad input catalogue, rows 27 to 34. */
export type EnvelopeErrorCode = 'envelope-invalid' | 'envelope-context' | 'version-conflict' | 'sealing-key-stale' | 'body-too-large';

export const envelopeErrorStatus: Readonly<Record<EnvelopeErrorCode, 409 | 413 | 422>> = {
  'envelope-invalid': 422,
  'envelope-context': 422,
  'version-conflict': 409,
  'sealing-key-stale': 409,
  'body-too-large': 413,
};

const codeOfFault = {
  'size-over': 'body-too-large',
  'size-under': 'envelope-invalid',
  json: 'envelope-invalid',
  members: 'envelope-invalid',
  'member-repeated': 'envelope-invalid',
  'iv-size': 'envelope-invalid',
  'tag-size': 'envelope-invalid',
  'ciphertext-size': 'envelope-invalid',
  'encrypted-key-size': 'envelope-invalid',
  'header-encoding': 'envelope-invalid',
  'header-json': 'envelope-invalid',
  'header-repeated': 'envelope-invalid',
  'header-algorithm': 'envelope-invalid',
  'header-encryption': 'envelope-invalid',
  'header-members': 'envelope-invalid',
  'header-values': 'envelope-invalid',
  'kid-unknown': 'sealing-key-stale',
  'key-cloud': 'sealing-key-stale',
  'key-thumbprint': 'sealing-key-stale',
  'key-absent': 'sealing-key-stale',
  'key-set': 'sealing-key-stale',
  'context-form': 'envelope-context',
  'context-organization': 'envelope-context',
  'context-connection': 'envelope-context',
  'context-kind': 'envelope-context',
  'context-version': 'version-conflict',
} as const satisfies Record<string, EnvelopeErrorCode>;

/** The step that refused, one precise name each: for the trail, never for the caller. */
export type EnvelopeFault = keyof typeof codeOfFault;

/** An envelope, its header or its key was refused. Carries no byte of what was refused. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
  readonly code: EnvelopeErrorCode;
  readonly fault: EnvelopeFault;

  constructor(fault: EnvelopeFault) {
    super(codeOfFault[fault]);
    this.fault = fault;
    this.code = codeOfFault[fault];
  }

  /** The outward form; the fault stays behind. */
  toJSON(): { readonly code: EnvelopeErrorCode } {
    return { code: this.code };
  }
}
