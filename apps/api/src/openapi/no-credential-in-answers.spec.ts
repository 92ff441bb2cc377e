import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

/** The committed document; openapi.spec.ts holds it to what is served, and the answer interceptor holds answers to their schemas. */
const document: unknown = JSON.parse(readFileSync(fileURLToPath(new URL('../../openapi.json', import.meta.url)), 'utf8'));
const operationSchema = z.looseObject({ responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })) });
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
const { paths, components } = documentSchema.parse(document);

/** Whatever could hold a credential, an envelope or a part of one. */
const FORBIDDEN =
  /^(credentials?|envelopes?|sealed|ciphertext|secret|.*Secret|password|.*Password|privateKey|private_key|secretAccessKey|sessionToken|access_?Token|refreshToken|token|encrypted_key|plaintext)$/i;

interface Found {
  readonly where: string;
  readonly member: string;
}

/** Every member of a schema and of what it refers to. */
function membersIn(schema: unknown, where: string, seen = new Set<string>()): Found[] {
  if (Array.isArray(schema)) return schema.flatMap((each) => membersIn(each, where, seen));
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key === '$ref' && typeof value === 'string') {
      if (seen.has(value)) return [];
      seen.add(value);
      const name = value.split('/').at(-1) ?? '';
      return membersIn(components.schemas[name], `${where} → ${name}`, seen);
    }
    const own = key === 'properties' && value !== null && typeof value === 'object' ? Object.keys(value).map((member) => ({ where, member })) : [];
    return [...own, ...membersIn(value, where, seen)];
  });
}

const answers = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { responses }]) =>
    Object.entries(responses).map(([status, { content }]) => ({
      where: `${method.toUpperCase()} ${path} ${status}`,
      members: membersIn(content ?? {}, `${method.toUpperCase()} ${path} ${status}`),
    })),
  ),
);

describe('the answers that the document promises', () => {
  it('CF-20: hold no member for a credential or an envelope; what is ever shown, once, is a new API token, the token of a CI run, that of an operator’s session and the secret by which a receiver checks its webhooks; the code of an invitation is told once too', () => {
    const suspicious = answers.flatMap(({ members }) => members).filter(({ member }) => FORBIDDEN.test(member));
    // The receipt of erasure says `envelopes`: versions and digests of what is gone.
    const known = (found: Found): boolean =>
      (found.where.includes('CreatedApiToken') && found.member === 'token') ||
      (found.where.includes('StartedOperatorSession') && found.member === 'token') ||
      (found.where.includes('ExchangedToken') && found.member === 'access_token') ||
      (found.where.includes('WebhookWithSecret') && found.member === 'secret') ||
      (found.where.includes('ErasureReceipt') && found.member === 'envelopes');
    expect(suspicious.filter((found) => !known(found))).toEqual([]);
    expect(
      suspicious
        .filter(known)
        .map(({ member }) => member)
        .sort(),
    ).toEqual(['access_token', 'envelopes', 'secret', 'secret', 'token', 'token']);
  });

  it('were looked at: every feature is there, and the walk follows references', () => {
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/v1/connections/{connectionId}/credentials', '/v1/audits/{auditId}/events', '/v1/findings/export', '/v1/costs/focus-uploads']),
    );
    const finding = answers.find(({ where }) => where === 'GET /v1/findings/{findingId} 200');
    expect(finding?.members.map(({ member }) => member)).toEqual(expect.arrayContaining(['evidence', 'formula', 'savingRealisableMonthly']));
    expect(membersIn({ $ref: '#/components/schemas/SubmitCredential' }, 'x').some(({ member }) => FORBIDDEN.test(member))).toBe(true);
  });

  it('are problems wherever they are no success, and each operation says 401, 403 and 429', () => {
    for (const [path, operations] of Object.entries(paths)) {
      if (!path.startsWith('/v1/')) continue;
      for (const { responses } of Object.values(operations)) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '429', '500', '503']));
        for (const [status, { content }] of Object.entries(responses))
          if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      }
    }
  });
});
