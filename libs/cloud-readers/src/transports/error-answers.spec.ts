import { describe, expect, it } from '@jest/globals';
import { operationById } from '../operations/manifest.js';
import { awsErrorOf, awsFailure } from './aws-error.js';
import { azureErrorOf, azureFailure } from './azure-error.js';
import { googleFailure } from './google-error.js';
import type { WireResponse } from './http-sender.js';

const now = new Date('2026-11-22T00:00:00Z');
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

describe('an error answer of AWS', () => {
  const operation = operationById('ec2:DescribeVolumes');
  const id = operation.id;
  const xml = (code: string, message = ''): string =>
    `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
  const told = (response: WireResponse): unknown => awsFailure(operation, response, now);

  it.each([
    ...[
      'Throttling',
      'ThrottlingException',
      'ThrottledException',
      'RequestThrottled',
      'RequestThrottledException',
      'RequestLimitExceeded',
      'TooManyRequestsException',
    ],
    ...['LimitExceededException', 'BandwidthLimitExceeded', 'PriorRequestNotComplete', 'EC2ThrottledException', 'SlowDown', 'TransactionInProgressException'],
  ])('%s is a wait, of two seconds unless it says how long', (code) => {
    expect(told(answer(400, xml(code)))).toEqual({ outcome: 'throttled', operation: id, retryAfterMs: 2000 });
    expect(told(answer(503, { __type: code }, { 'retry-after': '7' }))).toEqual({ outcome: 'throttled', operation: id, retryAfterMs: 7000 });
  });

  it('429 is a wait whatever its body', () => {
    expect(told(answer(429, ''))).toEqual({ outcome: 'throttled', operation: id, retryAfterMs: 2000 });
  });

  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'AuthorizationError',
    'UnauthorizedAccess',
    'OptInRequired',
    'SubscriptionRequiredException',
  ])('%s is a missing permission: the one it names, else the operation’s own', (code) => {
    const denied = { outcome: 'denied', operation: id, permission: 'ec2:DescribeVolumes', providerCode: code, requestId: null };
    expect(told(answer(403, xml(code)))).toEqual(denied);
    expect(told(answer(403, xml(code, 'x is not authorized to perform: s3:Get0bjects on *')))).toEqual({ ...denied, permission: 's3:Get0bjects' });
    expect(told(answer(403, xml(code, 'not authorized to perform  ec2-x:A')))).toEqual({ ...denied, permission: 'ec2-x:A' });
    expect(told(answer(403, xml(code, 'perform: s3:GetObject')))).toEqual(denied);
  });

  it('carries the request’s id, by which the customer finds it in the trail', () => {
    const requestId = (headers: Record<string, string>): unknown => told(answer(403, xml('AccessDenied'), headers));
    expect(requestId({ 'x-amzn-requestid': 'one', 'x-amz-request-id': 'two' })).toMatchObject({ requestId: 'one' });
    expect(requestId({ 'x-amz-request-id': 'two' })).toMatchObject({ requestId: 'two' });
  });

  it.each([
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'InvalidClientTokenId',
    'UnrecognizedClientException',
    'AuthFailure',
    'InvalidToken',
    'SignatureDoesNotMatch',
  ])('%s is a session that ended', (code) => {
    expect(told(answer(403, xml(code)))).toEqual({ outcome: 'expired', operation: id });
  });

  it.each([
    ...['InvalidNextToken', 'InvalidNextTokenException', 'InvalidPaginationToken', 'InvalidPaginationTokenException', 'ExpiredNextTokenException'],
    ...['NextTokenExpired', 'InvalidMarker', 'ReportNotPresent', 'ReportExpired'],
  ])('%s is a page token that AWS no longer knows', (code) => {
    expect(told(answer(400, xml(code)))).toEqual({ outcome: 'token-refused', operation: id });
  });

  it('a wrong parameter is a refused token only where the message says so', () => {
    for (const message of ['bad NextToken', 'bad next token', 'the Marker is old', 'nexttoken']) {
      expect([message, told(answer(400, xml('InvalidParameterValue', message)))]).toEqual([message, { outcome: 'token-refused', operation: id }]);
    }
    const unavailable = { outcome: 'unavailable', operation: id, reason: 'InvalidParameterValue', retryable: false };
    for (const message of ['bad filter', 'bookmarker', 'markers', 'xnexttoken', 'nexttokens']) {
      expect([message, told(answer(400, xml('InvalidParameterValue', message)))]).toEqual([message, unavailable]);
    }
    expect(told(answer(400, xml('Other', 'bad marker')))).toMatchObject({ outcome: 'unavailable' });
  });

  it('anything else is trouble by its name, worth another try from status 500 on', () => {
    expect(told(answer(500, xml('InternalError')))).toEqual({ outcome: 'unavailable', operation: id, reason: 'InternalError', retryable: true });
    expect(told(answer(499, xml('Odd')))).toEqual({ outcome: 'unavailable', operation: id, reason: 'Odd', retryable: false });
    expect(told(answer(502, '<html><body>Bad Gateway</body></html>'))).toMatchObject({ reason: 'http-502', retryable: true });
  });

  it('is read as whichever of its three forms came', () => {
    const ec2 = '<Response><Errors><Error><Code>A</Code><Message>m</Message></Error></Errors></Response>';
    expect(awsErrorOf(answer(400, ec2))).toEqual({ code: 'A', message: 'm' });
    expect(awsErrorOf(answer(400, `<?xml version="1.0"?>\n${ec2}`))).toEqual({ code: 'A', message: 'm' });
    expect(awsErrorOf(answer(400, `  ${xml('B', 'n')}`))).toEqual({ code: 'B', message: 'n' });
    expect(awsErrorOf(answer(400, ' {"__type":"com.amazon#C","message":"o"}'))).toEqual({ code: 'C', message: 'o' });
    expect(awsErrorOf(answer(400, { code: 'D', Message: 'p' }))).toEqual({ code: 'D', message: 'p' });
    expect(awsErrorOf(answer(400, { __type: 'E', code: 'F' }))).toEqual({ code: 'E', message: '' });
    expect(awsErrorOf(answer(400, { __type: 'E' }, { 'x-amzn-errortype': 'G:http://internal/' }))).toEqual({ code: 'G', message: '' });
    for (const body of ['', 'text', '[]', '{', '{}', '{"__type":7}', '<', '<Response/>', '<ErrorResponse><Error/></ErrorResponse>', '{"__type":"!"}']) {
      expect([body, awsErrorOf(answer(418, body))]).toEqual([body, { code: 'http-418', message: '' }]);
    }
  });
});

describe('an error answer of Azure', () => {
  const operation = operationById('Microsoft.Compute/disks/read');
  const id = operation.id;
  const told = (status: number, body: unknown, headers: Record<string, string> = {}): unknown => azureFailure(operation, answer(status, body, headers), now);

  it('is a wait at 429 and 529, an ended session at 401', () => {
    for (const status of [429, 529]) expect(told(status, '')).toEqual({ outcome: 'throttled', operation: id, retryAfterMs: 5000 });
    expect(told(429, '', { 'retry-after': '3' })).toMatchObject({ retryAfterMs: 3000 });
    expect(told(401, '')).toEqual({ outcome: 'expired', operation: id });
  });

  it('is a missing permission at 403: the action it names, else the operation’s own, with the id of the request', () => {
    const denied = { outcome: 'denied', operation: id, permission: 'Microsoft.Compute/disks/read', providerCode: 'AuthorizationFailed', requestId: null };
    const error = (message?: string): unknown => ({ error: { code: 'AuthorizationFailed', message } });
    expect(told(403, error())).toEqual(denied);
    expect(told(403, error("does not have authorization to perform action 'Microsoft.Network/a.b/c*/read' over scope 'x'"))).toEqual({
      ...denied,
      permission: 'Microsoft.Network/a.b/c*/read',
    });
    for (const message of ["action 'Microsoft.Network/read'", "perform action 'Microsoft'", 'perform action Microsoft.X/read'])
      expect(told(403, error(message))).toEqual(denied);
    expect(told(403, { code: 'AuthorizationFailed' }, { 'request-id': 'c' })).toEqual({ ...denied, requestId: 'c' });
    expect(told(403, error(), { 'request-id': 'c', 'x-ms-request-id': 'b' })).toEqual({ ...denied, requestId: 'b' });
    expect(told(403, error(), { 'x-ms-request-id': 'b', 'x-ms-correlation-request-id': 'a' })).toEqual({ ...denied, requestId: 'a' });
  });

  it('is a refused page token where it says so, below 500', () => {
    for (const message of ['bad skiptoken', 'The Skip Token is old', 'continuation token expired'])
      expect(told(400, { error: { code: 'X', message } })).toEqual({ outcome: 'token-refused', operation: id });
    expect(told(400, { error: { code: 'InvalidSkipToken' } })).toEqual({ outcome: 'token-refused', operation: id });
    expect(told(500, { error: { code: 'InvalidSkipToken' } })).toEqual({ outcome: 'unavailable', operation: id, reason: 'InvalidSkipToken', retryable: true });
    expect(told(400, { error: { code: 'X', message: 'token' } })).toEqual({ outcome: 'unavailable', operation: id, reason: 'X', retryable: false });
  });

  it('is named by its status where it is nobody’s JSON', () => {
    for (const body of ['<html>', '', 'null', '{}', '{"error":{"code":7}}'])
      expect([body, told(502, body)]).toEqual([body, { outcome: 'unavailable', operation: id, reason: 'http-502', retryable: true }]);
    expect(told(500, { error: { code: 'A' }, code: 'B' })).toMatchObject({ reason: 'A' });
  });

  it('is named by Blob Storage’s own header, whose body is XML, where that holds a name and nothing else', () => {
    const named = (code: string): unknown => told(404, '<Error><Code>x</Code></Error>', { 'x-ms-error-code': code });
    for (const code of ['BlobNotFound', 'x'.repeat(80)]) expect(named(code)).toMatchObject({ outcome: 'unavailable', reason: code, retryable: false });
    // It goes into the trail and before the customer's eyes: no text of the sender's choice.
    for (const code of ['', 'x'.repeat(81), 'Blob Not Found', '<b>x', 'x<b>', 'Blob\nNotFound', '--'])
      expect([code, named(code)]).toMatchObject([code, { reason: 'http-404' }]);
  });

  it('that says nothing is no page token that was refused', () => {
    expect(told(400, '')).toMatchObject({ outcome: 'unavailable', reason: 'http-400' });
    expect(azureErrorOf(answer(400, { code: 'A' }))).toEqual({ code: 'A', message: '' });
    expect(azureErrorOf(answer(400, { error: { code: 'A' } }))).toEqual({ code: 'A', message: '' });
    expect(azureErrorOf(answer(400, ''))).toEqual({ code: 'http-400', message: '' });
  });
});

describe('an error answer of Google', () => {
  const operation = operationById('compute.disks.aggregatedList');
  const id = operation.id;
  const told = (status: number, error: unknown, headers: Record<string, string> = {}): unknown =>
    googleFailure(operation, answer(status, { error }, headers), now);

  it('a quota of a day that is used up is said, and not waited for: an audit would stand still until tomorrow', () => {
    const unit = (quota_unit: string): unknown =>
      told(429, { status: 'RESOURCE_EXHAUSTED', details: [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_unit } }] });
    expect(unit('1/d/{organization}')).toEqual({ outcome: 'unavailable', operation: id, reason: 'daily-quota-used', retryable: false });
    for (const short of ['1/min/{project}', '1/dozen', '']) expect(unit(short)).toMatchObject({ outcome: 'throttled' });
  });

  it.each(['RESOURCE_EXHAUSTED', 'rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'RATE_LIMIT_EXCEEDED'])(
    '%s is a wait wherever it stands, even at 403',
    (reason) => {
      const wait = { outcome: 'throttled', operation: id, retryAfterMs: 5000 };
      expect(told(403, { status: reason })).toEqual(wait);
      expect(told(403, { errors: [{}, { reason }] })).toEqual(wait);
      expect(told(403, { details: [{}, { reason }] })).toEqual(wait);
    },
  );

  it('waits as long as header or detail say, whichever is longer', () => {
    expect(told(429, {})).toMatchObject({ retryAfterMs: 5000 });
    expect(told(429, { details: [{ retryDelay: '7s' }, {}] })).toMatchObject({ retryAfterMs: 7000 });
    expect(told(429, { details: [{ retryDelay: '7s' }] }, { 'retry-after': '9' })).toMatchObject({ retryAfterMs: 9000 });
    expect(told(429, { details: [{ retryDelay: 'soon' }] })).toMatchObject({ retryAfterMs: 0 });
  });

  it('is an ended session at 401, and at 403 a missing permission: the one it names, else the operation’s own', () => {
    expect(told(401, {})).toEqual({ outcome: 'expired', operation: id });
    const denied = { outcome: 'denied', operation: id, permission: 'compute.disks.list', providerCode: 'PERMISSION_DENIED', requestId: null };
    const status = 'PERMISSION_DENIED';
    expect(told(403, { status })).toEqual(denied);
    expect(told(403, { status, details: [{}, { metadata: {} }, { metadata: { permission: 'a.b.c' } }] })).toEqual({ ...denied, permission: 'a.b.c' });
    expect(told(403, { status, details: [{ metadata: { permission: 'x'.repeat(200) } }] })).toEqual({ ...denied, permission: 'x'.repeat(120) });
    for (const message of ["Permission 'compute.zones.get' denied", 'Required "compute.zones.get" permission for x', 'Permission compute.zones.get denied']) {
      expect([message, told(403, { status, message })]).toEqual([message, { ...denied, permission: 'compute.zones.get' }]);
    }
    expect(told(403, { status, message: "Required 'bigquery.tables.data.get' permission" })).toEqual({ ...denied, permission: 'bigquery.tables.data.get' });
    for (const message of [
      "'compute.zones.get'",
      "Permission 'compute' denied",
      "Permission 'compute.zones' denied",
      "Permission 'Compute.zones.get' denied",
    ]) {
      expect([message, told(403, { status, message })]).toEqual([message, denied]);
    }
    expect(told(403, { status }, { 'x-cloud-trace-context': 'b' })).toEqual({ ...denied, requestId: 'b' });
    expect(told(403, { status }, { 'x-cloud-trace-context': 'b', 'x-goog-request-id': 'a' })).toEqual({ ...denied, requestId: 'a' });
  });

  it('is a refused page token at 400 where the message says so', () => {
    for (const message of ['Invalid pageToken', 'the page token is old']) expect(told(400, { message })).toEqual({ outcome: 'token-refused', operation: id });
    expect(told(404, { message: 'page token' })).toMatchObject({ outcome: 'unavailable' });
    expect(told(400, { message: 'token' })).toEqual({ outcome: 'unavailable', operation: id, reason: 'http-400', retryable: false });
  });

  it('of another shape is named by its status: nothing that is no text goes into the trail as a reason or a permission', () => {
    for (const error of [
      { errors: [{ reason: 7 }] },
      { details: [{ reason: 7 }] },
      { details: [{ retryDelay: 7 }] },
      { details: [{ metadata: { permission: 7 } }] },
    ])
      expect([error, told(403, error)]).toMatchObject([error, { outcome: 'denied', permission: 'compute.disks.list', providerCode: 'http-403' }]);
  });

  it('is named by its first reason, else by its status; a list of errors by its first', () => {
    expect(told(500, { status: 'A', errors: [{ reason: 'B' }], details: [{ reason: 'C' }] })).toEqual({
      outcome: 'unavailable',
      operation: id,
      reason: 'A',
      retryable: true,
    });
    expect(told(500, { errors: [{}, { reason: 'B' }], details: [{ reason: 'C' }] })).toMatchObject({ reason: 'B' });
    expect(told(499, { details: [{}, { reason: 'C' }] })).toMatchObject({ reason: 'C', retryable: false });
    expect(googleFailure(operation, answer(500, [{ error: { status: 'A' } }]), now)).toMatchObject({ reason: 'A' });
    for (const body of ['<html>', '', 'null', '[]', '{}', '{"error":"x"}'])
      expect(googleFailure(operation, answer(502, body), now)).toMatchObject({ reason: 'http-502', retryable: true });
  });
});
