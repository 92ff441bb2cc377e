import { describe, expect, it } from '@jest/globals';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import type { CallResult } from '../engine/cloud-request.js';
import { operationById } from '../operations/manifest.js';
import { queryBody } from './aws-query-body.js';
import { continuationRefused, jsonMalformed, noAnswer, requestMalformed, unavailableFrom } from './call-failure.js';
import { parseJsonBody } from './json-body.js';
import { restUrl } from './rest-url.js';
import { googleDelayMs, retryAfterMs } from './retry-after.js';
import { withQuickRetries } from './retry.js';
import { decodeEntities } from './xml-entities.js';

const subscription = '11111111-2222-4333-8444-555555555555';

describe('the URL of a REST call', () => {
  const operation = operationById('Microsoft.Authorization/roleAssignments/read');
  const request = { operation: operation.id, path: { subscriptionId: subscription } };
  const own = `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments`;

  it('is the template filled, with the version and the query', () => {
    expect(restUrl(operation, request, {})).toBe(`${own}?api-version=2022-04-01`);
    expect(restUrl(operation, { ...request, query: { $filter: 'a b' } }, {})).toBe(`${own}?api-version=2022-04-01&%24filter=a+b`);
    expect(restUrl(operationById('oauth2.googleapis.com/token'), { operation: 'x' }, {})).toBe('https://oauth2.googleapis.com/token');
    expect(restUrl(operation, request, { azureArm: 'http://127.0.0.1:1' })).toMatch(/^http:\/\/127\.0\.0\.1:1\/subscriptions\//);
  });

  it('is none where a hole is wrong or the operation is no REST call', () => {
    const refused = (what: string): unknown => expect.objectContaining({ code: 'request-malformed', internal: what });
    expect(() => restUrl(operation, { ...request, path: { subscriptionId: '..' } }, {})).toThrow(refused(`${operation.id}: path`) as Error);
    expect(() => restUrl(operation, { operation: operation.id }, {})).toThrow(refused(`${operation.id}: path`) as Error);
    expect(() => restUrl(operationById('ec2:DescribeVolumes'), { operation: 'x' }, {})).toThrow(refused('ec2:DescribeVolumes: not a REST operation') as Error);
  });

  it('is a next link only where that leads to the very same place, since it carries the token', () => {
    const follow = (continuation: string): string => restUrl(operation, { ...request, query: { $filter: 'x' }, continuation }, {});
    expect(follow(`${own}?$skiptoken=a`)).toBe(`${own}?$skiptoken=a`);
    expect(follow(`${own.replace('roleAssignments', 'ROLEASSIGNMENTS')}?$skiptoken=a`)).toBe(`${own}?$skiptoken=a`);
    const hostile = [
      'not a link',
      own.replace('https', 'http'),
      own.replace('azure.com', 'azure.com.evil.example'),
      own.replace('.com', '.com:444'),
      own.replace('https://', 'https://user@'),
      own.replace('https://', 'https://:word@'),
      `${own}/x`,
      own.replace('roleAssignments', 'roleDefinitions'),
    ];
    for (const link of hostile) expect(() => follow(link)).toThrow(expect.objectContaining({ code: 'continuation-refused', internal: operation.id }));
  });
});

describe('parameters in AWS’s query form', () => {
  it('number lists and name members, as each service wants it', () => {
    const parameters = { Name: 'a b', Count: 3, Dry: false, None: null, Ids: ['x', 'y'], Filter: [{ Name: 'n', Value: ['v', null] }], Empty: [] };
    expect(decodeURIComponent(queryBody('ec2', 'DescribeVolumes', '2016-11-15', parameters))).toBe(
      'Action=DescribeVolumes&Version=2016-11-15&Name=a+b&Count=3&Dry=false&Ids.1=x&Ids.2=y&Filter.1.Name=n&Filter.1.Value.1=v',
    );
    expect(decodeURIComponent(queryBody('iam', 'ListUsers', '2010-05-08', { Ids: ['x'], Map: { A: 1 } }))).toBe(
      'Action=ListUsers&Version=2010-05-08&Ids.member.1=x&Map.A=1',
    );
  });
});

describe('a JSON answer', () => {
  it('keeps everything but NUL, which a database’s text cannot hold', () => {
    const parse = (text: string): unknown => parseJsonBody(Buffer.from(text));
    expect(parse('{"a":"é"}')).toEqual({ a: 'é' });
    expect(parse('"a\\u0000b\\u0000"')).toBe('a\ufffdb\ufffd');
    // An escaped backslash before it makes it a text about NUL, which is none.
    expect(parse('"\\\\u0000"')).toBe('\\u0000');
    expect(parse('"\\\\\\u0000"')).toBe('\\\ufffd');
    expect(parse('"\\\\\\\\u0000\\u0000"')).toBe('\\\\u0000\ufffd');
  });

  it('that is none, or no UTF-8, is told by name', () => {
    const malformed = expect.objectContaining({ code: 'json-malformed', status: 502, retryable: true });
    for (const body of [Buffer.from(''), Buffer.from('{'), Buffer.from([0x22, 0xff, 0x22])]) expect(() => parseJsonBody(body)).toThrow(malformed);
  });
});

describe('character references', () => {
  it('are the five names and the characters that XML has', () => {
    expect(decodeEntities('a &amp;&lt;&gt;&quot;&apos; &#65;&#x42;&#x1F600; z')).toBe('a &<>"\' AB\u{1F600} z');
    expect(decodeEntities('&#9;&#10;&#13;&#32;&#xD7FF;&#xE000;&#x10FFFF;')).toBe('\t\n\r \ud7ff\ue000\u{10ffff}');
  });

  it.each([
    '&nbsp;',
    '&toString;',
    '&#0;',
    '&#8;',
    '&#11;',
    '&#12;',
    '&#14;',
    '&#31;',
    '&#xD800;',
    '&#xDFFF;',
    '&#x110000;',
    '&#x0000041;',
    '&#00000065;',
    '&#x;',
    '&#;',
    '&#xG;',
    '&x#65;',
    '&#65x;',
    '&;',
  ])('%s is none, since any other name would need a DTD', (text) => {
    expect(() => decodeEntities(`a${text}b`)).toThrow(expect.objectContaining({ internal: expect.stringContaining('unknown-entity') }));
  });

  it.each(['&', '& x;', '&amp', '&amp&lt;', '&abcdefghijk;'])('%s is not closed', (text) => {
    expect(() => decodeEntities(text)).toThrow(expect.objectContaining({ internal: expect.stringContaining('bad-entity') }));
  });
});

describe('how long an answer asks to wait', () => {
  const wait = (headers: Record<string, string>): number => retryAfterMs(headers, new Date('2026-11-22T00:00:00Z'), 1234);

  it('is read from every header that a cloud uses, in its own unit', () => {
    const seconds = [
      'retry-after',
      'x-ms-user-quota-resets-after',
      ...['qpu', 'entity', 'tenant', 'client'].map((of) => `x-ms-ratelimit-microsoft.costmanagement-${of}-retry-after`),
    ];
    for (const name of seconds) expect([name, wait({ [name]: ' 2.5 ' })]).toEqual([name, 3000]);
    for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) expect([name, wait({ [name]: ' 2500.5 ' })]).toEqual([name, 2501]);
    expect(wait({ 'retry-after': ' 01:02:03 ' })).toBe(3_600_000);
    expect(wait({ 'retry-after': '0:20:05' })).toBe(1_205_000);
    expect(wait({ 'retry-after': 'Sun, 22 Nov 2026 00:00:00 GMT' })).toBe(0);
    expect(wait({ 'retry-after': 'Sat, 21 Nov 2026 00:00:00 GMT' })).toBe(0);
  });

  it('is the fallback where it is no time', () => {
    for (const text of ['x1', '1x', '', '1234567890x', '00:01', '1:2:03', 'x00:00:01', '00:00:01x'])
      expect([text, wait({ 'retry-after': text })]).toEqual([text, 1234]);
    expect(wait({ 'retry-after-ms': 'soon' })).toBe(1234);
    for (const [text, milliseconds] of [
      ['5s', 5000],
      ['0.5s', 500],
      ['0.0001s', 1],
      ['123456s', 123_456_000],
      ['1234567s', null],
      ['5', null],
      ['x5s', null],
      ['5sx', null],
      ['.5s', null],
      ['5.s', null],
    ] as const) {
      expect([text, googleDelayMs(text)]).toEqual([text, milliseconds]);
    }
  });
});

describe('the one layer of retries', () => {
  const failing: CallResult = { outcome: 'unavailable', operation: 'x', reason: 'y', retryable: true };
  const run = async (results: readonly CallResult[]): Promise<{ result: CallResult; attempts: number; calls: number }> => {
    let calls = 0;
    const attempt = (): Promise<CallResult> => Promise.resolve(results[calls++] ?? failing);
    return { ...(await withQuickRetries(attempt, { signal: new AbortController().signal, random: () => 0, firstDelayMs: 1 })), calls };
  };

  it('tries a fault that may pass twice more, and nothing else again', async () => {
    const throttled: CallResult = { outcome: 'throttled', operation: 'x', retryAfterMs: 1 };
    expect(await run([])).toEqual({ result: failing, attempts: 3, calls: 3 });
    expect(await run([failing, throttled])).toEqual({ result: throttled, attempts: 2, calls: 2 });
    expect(await run([throttled])).toEqual({ result: throttled, attempts: 1, calls: 1 });
    expect(await run([{ ...failing, retryable: false }])).toMatchObject({ attempts: 1, calls: 1 });
  });

  it('ends with its signal instead of waiting', async () => {
    const signal = AbortSignal.abort(new Error('revoked'));
    await expect(withQuickRetries(() => Promise.resolve(failing), { signal, firstDelayMs: 60_000 })).rejects.toThrow();
  });
});

describe('a fault on the way', () => {
  const fault = (code: string, retryable: boolean): VitrineError => new VitrineError({ code, status: 502, publicMessage: 'x', retryable });

  it.each([
    'cloud-unreachable',
    'cloud-timeout',
    'egress-refused',
    'response-too-large',
    'response-unreadable',
    'xml-malformed',
    'json-malformed',
    'continuation-refused',
  ])('%s is an answer that did not come', (code) => {
    for (const retryable of [true, false])
      expect(unavailableFrom(fault(code, retryable), 'x')).toEqual({ outcome: 'unavailable', operation: 'x', reason: code, retryable });
  });

  it('is an answer of another shape, which no retry mends', () => {
    expect(unavailableFrom(z.string().safeParse(7).error, 'x')).toEqual({
      outcome: 'unavailable',
      operation: 'x',
      reason: 'answer-unexpected',
      retryable: false,
    });
  });

  it('is a client that came back without having asked, which may pass', () => {
    expect(noAnswer('x')).toEqual({ outcome: 'unavailable', operation: 'x', reason: 'no-answer', retryable: true });
  });

  it('is thrown on where it is our own mistake, so that nobody takes it for the cloud’s', () => {
    for (const error of [fault('operation-not-declared', true), new Error('cancelled'), 'text']) expect(() => unavailableFrom(error, 'x')).toThrow();
    expect(requestMalformed('x', 'y')).toMatchObject({
      code: 'request-malformed',
      status: 500,
      publicMessage: 'A call to a cloud could not be built.',
      internal: 'x: y',
    });
    expect(continuationRefused('x')).toMatchObject({
      code: 'continuation-refused',
      status: 502,
      publicMessage: 'A cloud provider named a next page at another address.',
      retryable: false,
    });
    expect(jsonMalformed(false)).toMatchObject({ retryable: false, publicMessage: 'A cloud provider sent an answer that could not be read.' });
  });
});
