import { describe, expect, it } from '@jest/globals';
import { CredentialError } from './credential-error.js';
import { parseCredential, type Credential } from './credential.js';
import { sampleOf } from './fixtures/sample-credentials.js';

/** Of each member the outermost forms that its cloud really issues, and the nearest ones that it does not. */
interface Form {
  readonly kinds: readonly Credential['kind'][];
  readonly member: string;
  readonly taken: readonly unknown[];
  readonly refused: readonly unknown[];
}

const guid = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const arn = (path: string): string => `arn:aws:iam::123456789012:role/${path}`;
const pem = (lines: readonly string[], end = '\n'): string => `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----${end}`;
const line = 'A'.repeat(64);
const forms: readonly Form[] = [
  {
    kinds: ['aws.role'],
    member: 'roleArn',
    taken: [
      arn('R'),
      arn('x'.repeat(64)),
      arn('Az09_+=,.@-'),
      arn('path/Reader'),
      arn(`${'p/'.repeat(8)}Reader`),
      arn(`${'p'.repeat(128)}/Reader`),
      arn('Az09_+=,.@-/R'),
      // 640 characters: the longest that is a name anywhere.
      arn(`${`${'p'.repeat(128)}/`.repeat(4)}${'q'.repeat(45)}/${'R'.repeat(47)}`),
    ],
    refused: [
      arn(`${'p/'.repeat(9)}Reader`),
      arn(`${'p'.repeat(129)}/Reader`),
      arn('pa th/Reader'),
      arn('Rea der'),
      arn('Reader/'),
      arn('Reader#'),
      `x${arn('Reader')}`,
      `arn:aws:iam:eu-central-1:123456789012:role/Reader`,
      `arn:aws:iam::1234567890123:role/Reader`,
      `arn:aws:iam::12345678901x:role/Reader`,
      // 641 characters of a form that is otherwise right.
      arn(`${`${'p'.repeat(128)}/`.repeat(4)}${'q'.repeat(45)}/${'R'.repeat(48)}`),
    ],
  },
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
  {
    kinds: ['azure.federated', 'azure.secret', 'azure.token'],
    member: 'tenantId',
    taken: [guid, guid.toUpperCase(), '00000000-0000-0000-0000-000000000001'],
    refused: [
      guid.slice(1),
      `a${guid}`,
      `${guid}a`,
      guid.replaceAll('-', ''),
      guid.replace('0', 'g'),
      guid.replace('-4e5f-', '-4e5-'),
      guid.replace('-4a6b-', '-a6b-'),
    ],
  },
  {
    kinds: ['azure.federated', 'azure.secret'],
    member: 'clientId',
    taken: [guid],
    refused: ['common', `${guid}/x`, guid.replace('-8c7d-', '-8c7-'), '00000000-0000-0000-0000-000000000000'],
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
    kinds: ['gcp.key', 'gcp.token'],
    member: 'projectId',
    taken: ['abcdef', `a${'b'.repeat(29)}`, 'a-b-c-9', 'example.com:abcdef', '9x:abcdef', `d${'e'.repeat(62)}:abcdef`],
    refused: [
      'abcde',
      `a${'b'.repeat(30)}`,
      '9bcdef',
      'abcde-',
      'Abcdef',
      'abc.def',
      ':abcdef',
      'x:abcdef',
      '.x:abcdef',
      `d${'e'.repeat(63)}:abcdef`,
      'a b:abcdef',
      'abcdef/x',
      'x/abcdef',
    ],
  },
  {
    kinds: ['gcp.key'],
    member: 'clientEmail',
    taken: [
      'a@gserviceaccount.com',
      'reader.a-9@project.iam.gserviceaccount.com',
      `${'a'.repeat(63)}@p.gserviceaccount.com`,
      `a@${`${'p'.repeat(48)}.`.repeat(4)}gserviceaccount.com`,
    ],
    refused: [
      'reader@evil.example',
      'reader@gserviceaccount.com.evil.example',
      'reader@evilgserviceaccount.com',
      'reader@gserviceaccountxcom',
      'reader@p..gserviceaccount.com',
      'reader@P.gserviceaccount.com',
      '-a@p.gserviceaccount.com',
      'a/b@p.gserviceaccount.com',
      '@p.gserviceaccount.com',
      ' a@p.gserviceaccount.com',
      `${'a'.repeat(64)}@p.gserviceaccount.com`,
      `a@${'p.'.repeat(5)}gserviceaccount.com`,
      `a@${'p'.repeat(64)}.gserviceaccount.com`,
      // 255 characters of parts that are each right.
      `a@${`${'p'.repeat(63)}.`.repeat(3)}${'p'.repeat(41)}.gserviceaccount.com`,
    ],
  },
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
  {
    kinds: ['gcp.wif'],
    member: 'projectNumber',
    taken: ['100000', '9'.repeat(20)],
    refused: ['10000', '012345', '9'.repeat(21), '12345x', 'x123456', 100_000],
  },
  {
    kinds: ['gcp.wif'],
    member: 'poolId',
    taken: ['abcd', '9a-9', `a${'b'.repeat(31)}`],
    refused: ['abc', `a${'b'.repeat(32)}`, '-abc', 'abc-', 'ab_d', 'Abcd', 'abcd/..', '../abcd'],
  },
  { kinds: ['gcp.wif'], member: 'providerId', taken: ['abcd'], refused: ['abc', 'abcd/x'] },
  { kinds: ['gcp.wif'], member: 'serviceAccountEmail', taken: ['reader@project.iam.gserviceaccount.com'], refused: ['reader@evil.example'] },
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
