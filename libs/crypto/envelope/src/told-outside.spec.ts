import { describe, expect, it } from '@jest/globals';
import { parseContext } from './credential-context.js';
import { CredentialError } from './credential-error.js';
import { EnvelopeError, envelopeErrorStatus, type EnvelopeFault } from './envelope-error.js';
import { alpha } from './fixtures/two-organizations.js';

describe('what a refused envelope says to the outside', () => {
  it.each<[EnvelopeFault, string, number]>([
    ['size-over', 'body-too-large', 413],
    ['tag-size', 'envelope-invalid', 422],
    ['header-algorithm', 'envelope-invalid', 422],
    ['kid-unknown', 'sealing-key-stale', 409],
    ['context-organization', 'envelope-context', 422],
    ['context-version', 'version-conflict', 409],
  ])('of %s is %s with status %i, and never the step that refused: a forger would learn from it', (fault, code, status) => {
    const error = new EnvelopeError(fault);
    expect(JSON.parse(JSON.stringify(error))).toEqual({ code });
    expect(String(error)).toBe(`EnvelopeError: ${code}`);
    expect(envelopeErrorStatus[error.code]).toBe(status);
    expect(error.fault).toBe(fault);
  });
});

describe('what a refused credential says to the outside', () => {
  it('is a code and pointers, under a name of its own', () => {
    const error = new CredentialError('invalid-role-arn', [{ pointer: '/roleArn', code: 'invalid-role-arn' }]);
    expect([String(error), error.code, error.problems]).toEqual([
      'CredentialError: invalid-role-arn',
      'invalid-role-arn',
      [{ pointer: '/roleArn', code: 'invalid-role-arn' }],
    ]);
  });
});

describe('the row that an envelope is bound to', () => {
  it('has ids with nothing before or behind them, since they stand in one text with the others', () => {
    expect(parseContext(alpha)).toEqual(alpha);
    for (const organizationId of [`x${alpha.organizationId}`, `${alpha.organizationId}x`, `${alpha.organizationId}|`, alpha.organizationId.toUpperCase()])
      expect(() => parseContext({ ...alpha, organizationId })).toThrow();
  });
});
