import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CredentialError } from './credential-error.js';
import { credentialKinds } from './credential-kind.js';
import { parseCredential, type Credential } from './credential.js';
import { sampleOf } from './fixtures/sample-credentials.js';

/** Of each member the outermost forms that its cloud really issues, and the nearest ones that it does not. */
interface Form {
  readonly kinds: readonly Credential['kind'][];
  readonly member: string;
  readonly taken: readonly unknown[];
  readonly refused: readonly unknown[];
}

const pem = (lines: readonly string[], end = '\n'): string => `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----${end}`;
const line = 'A'.repeat(64);
const ids = z
  .object({
    forms: z.array(z.object({ kinds: z.array(z.enum(credentialKinds)), member: z.string(), taken: z.array(z.string()), refused: z.array(z.string()) })),
  })
  .parse(JSON.parse(readFileSync(new URL('../../vectors/credential-ids.json', import.meta.url), 'utf8'))).forms;
const forms: readonly Form[] = [
  ...ids,
  {
    kinds: ['aws.role'],
    member: 'externalId',
    taken: ['ab', 'Az09_+=,.@:/-', 'e'.repeat(1224)],
    refused: ['', 'a', 'e'.repeat(1225), 'a b', ' ab', 'ab ', 'ab\n', 'ä-ä'],
  },
  {
    kinds: ['aws.role'],
    member: 'regions',
    taken: [['us-east-1'], ['us-gov-west-1'], ['us-iso-b-east-12'], [`aa-${'b'.repeat(27)}-1`], Array<string>(64).fill('eu-west-3')],
    refused: [
      [],
      Array<string>(65).fill('eu-west-3'),
      ['us-east'],
      ['east-1'],
      ['eu-1'],
      ['usa-east-1'],
      ['u-east-1'],
      ['us-east-123'],
      ['us-east-x'],
      ['us-e4st-1'],
      ['us--1'],
      ['us-a-b-c-d-1'],
      ['xus-east-1'],
      ['us-east-1x'],
      ['1s-east-1'],
      [`aa-${'b'.repeat(28)}-12`],
      'us-east-1',
    ],
  },
  {
    kinds: ['aws.key'],
    member: 'accessKeyId',
    taken: ['AKIA0123456789ABCDEF'],
    refused: ['AKIA0123456789ABCDE', 'AKIA0123456789ABCDEFG', 'xAKIA0123456789ABCDEF', 'AKIA0123456789ABCDEf'],
  },
  {
    kinds: ['aws.session'],
    member: 'accessKeyId',
    taken: ['ASIA0123456789ABCDEF'],
    refused: ['ASIA0123456789ABCDE', 'ASIA0123456789ABCDEFG', 'xASIA0123456789ABCDEF', 'ASIA0123456789ABCDEf'],
  },
  {
    kinds: ['aws.key', 'aws.session'],
    member: 'secretAccessKey',
    taken: ['Az09/+='.padEnd(40, 'k')],
    refused: ['k'.repeat(39), 'k'.repeat(41), `${'k'.repeat(39)}-`, `${'k'.repeat(40)}\n`],
  },
  {
    kinds: ['aws.session'],
    member: 'sessionToken',
    taken: ['t'.repeat(16), 't'.repeat(8192), '!~'.repeat(8)],
    refused: ['t'.repeat(15), 't'.repeat(8193), `${'t'.repeat(16)}\u007f`],
  },
  {
    kinds: ['aws.session', 'azure.token', 'gcp.token'],
    member: 'expiresAt',
    taken: ['2026-11-22T12:00:00Z', '2026-11-22T12:00:00.123Z'],
    refused: ['2026-11-22', '2026-11-22T12:00:00', '2026-11-22T12:00:00+02:00', 'soon', 0],
  },
  { kinds: ['azure.secret'], member: 'clientSecret', taken: ['s'.repeat(16), 's'.repeat(256)], refused: ['s'.repeat(15), 's'.repeat(257)] },
  {
    kinds: ['azure.token'],
    member: 'accessToken',
    taken: [`${'h'.repeat(20)}.p_-9.${'s'.repeat(6)}`, `h.p.${'s'.repeat(12_284)}`],
    refused: [
      'h.p.s',
      `h.p.${'s'.repeat(27)}`,
      `h.p.${'s'.repeat(12_285)}`,
      's'.repeat(40),
      `h.p.${'s'.repeat(40)}.x`,
      `h..${'s'.repeat(40)}`,
      `.p.${'s'.repeat(40)}`,
      `${'h'.repeat(40)}.p.`,
      `h.p.${'s'.repeat(40)}\n`,
      ` h.p.${'s'.repeat(40)}`,
    ],
  },
  { kinds: ['azure.token'], member: 'graphToken', taken: [`h.p.${'s'.repeat(40)}`], refused: [`h.p.${'s'.repeat(27)}`, null] },
  {
    kinds: ['gcp.key'],
    member: 'privateKey',
    taken: [pem([line, line, line, 'Az09+/=']), pem([line, line, line, line], ''), pem(Array<string>(124).fill(line))],
    refused: [
      pem([line, line, line]),
      pem([line, line, line, `${line}A`]),
      pem([line, line, '', line, line]),
      pem([line, line, line, 'A B']),
      pem([line, line, line, line]).replace('PRIVATE', 'RSA PRIVATE'),
      `x${pem([line, line, line, line])}`,
      `${pem([line, line, line, line])}x`,
      `${pem([line, line, line, line])}\n`,
      // 129 short lines, and 8,193 characters.
      pem(Array<string>(129).fill('A')),
      pem([...Array<string>(124).fill(line), 'A'.repeat(8193 - pem(Array<string>(124).fill(line)).length - 1)]),
    ],
  },
  {
    kinds: ['gcp.key'],
    member: 'privateKeyId',
    taken: ['0123456789abcdef'.padEnd(40, '0')],
    refused: ['0'.repeat(39), '0'.repeat(41), 'g'.padEnd(40, '0'), 'A'.padEnd(40, '0')],
  },
  { kinds: ['gcp.token'], member: 'accessToken', taken: ['t'.repeat(20), 't'.repeat(8192)], refused: ['t'.repeat(19), 't'.repeat(8193)] },
];
const cases = forms.flatMap(({ kinds, ...form }) => kinds.map((kind) => ({ kind, ...form })));

describe('the form of a member, which ends in a URL, a header or a host name and so is known to the character', () => {
  it.each(cases)('$kind takes of $member what its cloud issues at its shortest and longest', ({ kind, member, taken }) => {
    for (const value of taken) expect(parseCredential({ ...sampleOf(kind), [member]: value })).toHaveProperty(member, value);
  });

  it.each(cases)('$kind refuses of $member what is one step outside, and names that member alone', ({ kind, member, refused }) => {
    for (const value of refused) {
      const attempt = (): unknown => parseCredential({ ...sampleOf(kind), [member]: value });
      // The value in the message of a failure, so that it says which neighbour got in.
      expect([value, outcomeOf(attempt)]).toEqual([value, [`/${member}`]]);
    }
  });
});

function outcomeOf(attempt: () => unknown): unknown {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    return [...new Set(error.problems.map(({ pointer }) => pointer.replace(/\/\d+$/, '')))];
  }
}

describe('what a refusal calls itself', () => {
  it('is a name, a code and, where there are any, its problems', () => {
    expect(String(new CredentialError('credential-invalid'))).toBe('CredentialError: credential-invalid');
    expect(new CredentialError('credential-invalid').problems).toEqual([]);
    const kindless = (): unknown => parseCredential({ ...sampleOf('aws.role'), kind: 'aws.root' });
    expect(outcomeOf(kindless)).toEqual(['/kind']);
    expect(kindless).toThrow(expect.objectContaining({ code: 'unsupported-credential', problems: [{ pointer: '/kind', code: 'unsupported-credential' }] }));
  });
});
