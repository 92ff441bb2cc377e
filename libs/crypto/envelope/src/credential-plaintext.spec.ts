import { describe, expect, it } from '@jest/globals';
import { readPlaintext, writePlaintext } from './credential-plaintext.js';
import { sampleCredentials, sampleOf } from './fixtures/sample-credentials.js';
import { alpha, beta } from './fixtures/two-organizations.js';

const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const { kind: _kind, ...roleMembers } = sampleOf('aws.role');
const inner = { org: alpha.organizationId, con: alpha.connectionId, ...roleMembers };

describe('plaintext of an envelope', () => {
  it('reads back as what was written, for every kind', () => {
    for (const credential of sampleCredentials) {
      const row = { ...alpha, kind: credential.kind };
      expect(readPlaintext(writePlaintext(credential, row), row)).toEqual({ outcome: 'credential', credential });
    }
  });

  it('repeats organization and connection, and leaves the kind to header and associated data', () => {
    expect(JSON.parse(Buffer.from(writePlaintext(sampleOf('aws.role'), alpha)).toString())).toEqual(inner);
  });

  it('is not written for a row of another kind, nor beyond 16,384 bytes', () => {
    expect(() => writePlaintext(sampleOf('aws.key'), alpha)).toThrow('envelope-context');
    const token = { ...sampleOf('azure.token'), accessToken: `${'a'.repeat(8000)}.b.c`, graphToken: `${'a'.repeat(9000)}.b.c` };
    expect(() => writePlaintext(token, { ...alpha, kind: 'azure.token' })).toThrow('credential-invalid');
  });

  it('must name the row it is found in, though anybody may have sealed it', () => {
    expect(readPlaintext(json({ ...inner, org: beta.organizationId }), alpha).outcome).toBe('plaintext-organization');
    expect(readPlaintext(json({ ...inner, con: beta.connectionId }), alpha).outcome).toBe('plaintext-connection');
  });

  it.each([
    ['an unknown member', { ...inner, endpoint: 'x' }],
    ['a kind of its own', { ...inner, kind: 'aws.role' }],
    ['a missing member', { ...inner, externalId: undefined }],
    ['no organization', { ...inner, org: undefined }],
    ['an array', [inner]],
    ['null', null],
  ])('is refused with %s', (_what, value) => {
    expect(readPlaintext(json(value), alpha).outcome).toBe('plaintext-schema');
  });

  it('is refused when it is not JSON, or of another kind than the row', () => {
    expect(readPlaintext(Buffer.from('{'), alpha).outcome).toBe('plaintext-schema');
    expect(readPlaintext(Buffer.from([0xc3, 0x28]), alpha).outcome).toBe('plaintext-schema');
    expect(readPlaintext(json(inner), { ...alpha, kind: 'aws.key' }).outcome).toBe('plaintext-schema');
  });
});
