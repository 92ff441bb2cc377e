import { z } from 'zod';
import type { CallResult, XmlShape } from '../engine/cloud-request.js';
import type { Operation } from '../operations/operation.js';
import type { WireResponse } from './http-sender.js';
import { retryAfterMs } from './retry-after.js';
import { scanXml } from './xml-scan.js';

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationError',
  'UnauthorizedAccess',
  'OptInRequired',
  'SubscriptionRequiredException',
]);
const expired = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
  'AuthFailure',
  'InvalidToken',
  'SignatureDoesNotMatch',
]);
const throttled = new Set([
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
]);
const tokenRefused = new Set([
  'InvalidNextToken',
  'InvalidNextTokenException',
  'InvalidPaginationToken',
  'InvalidPaginationTokenException',
  'ExpiredNextTokenException',
  'NextTokenExpired',
  'InvalidMarker',
  'ReportNotPresent',
  'ReportExpired',
]);

const queryError: XmlShape = { Error: { Code: 'text', Message: 'text' }, RequestId: 'text' };
const jsonError = z.looseObject({ __type: z.string().optional(), code: z.string().optional(), message: z.string().optional(), Message: z.string().optional() });
const errorMembers = z.object({ Code: z.string(), Message: z.string().default('') });

export interface AwsError {
  readonly code: string;
  readonly message: string;
}

/** What an AWS error answer came to. A body that is not AWS's (an HTML page of a proxy) is named too, never thrown. */
export function awsFailure(operation: Operation, response: WireResponse, now: Date): CallResult {
  const error = awsErrorOf(response);
  const code = error.code;
  const id = operation.id;
  const requestId = requestIdOf(response);
  if (throttled.has(code) || response.status === 429) return { outcome: 'throttled', operation: id, retryAfterMs: retryAfterMs(response.headers, now, 2000) };
  if (denied.has(code))
    return { outcome: 'denied', operation: id, permission: permissionIn(error.message) ?? operation.permission, providerCode: code, requestId };
  if (expired.has(code)) return { outcome: 'expired', operation: id };
  if (tokenRefused.has(code) || (code === 'InvalidParameterValue' && /\b(?:next ?token|marker)\b/i.test(error.message)))
    return { outcome: 'token-refused', operation: id };
  return { outcome: 'unavailable', operation: id, reason: code, retryable: response.status >= 500 };
}

/** AWS often names the action in `… is not authorized to perform: ec2:DescribeVolumes …`; that is what is missing. */
function permissionIn(message: string): string | null {
  return /not authorized to perform:?\s+([a-z0-9-]+:[A-Za-z0-9]+)/.exec(message)?.[1] ?? null;
}

export function requestIdOf(response: WireResponse): string | null {
  return response.headers['x-amzn-requestid'] ?? response.headers['x-amz-request-id'] ?? null;
}

/** Query XML, EC2 XML, S3 XML or JSON, whichever came: an IAM refusal can reach a JSON client as XML. */
export function awsErrorOf(response: WireResponse): AwsError {
  const start = response.body.subarray(0, 400).toString('latin1').trimStart();
  return (
    (start.startsWith('{') ? fromJson(response) : start.startsWith('<') ? fromXml(response.body, start) : null) ?? {
      code: `http-${String(response.status)}`,
      message: '',
    }
  );
}

function fromJson(response: WireResponse): AwsError | null {
  try {
    const parsed = jsonError.safeParse(JSON.parse(response.body.toString('utf8')));
    if (!parsed.success) return null;
    const type = response.headers['x-amzn-errortype'] ?? parsed.data.__type ?? parsed.data.code ?? '';
    const code = /([A-Za-z0-9.]+)(?::|$)/.exec(type.split('#').at(-1) ?? '')?.[1];
    return code === undefined ? null : { code, message: parsed.data.message ?? parsed.data.Message ?? '' };
  } catch {
    return null;
  }
}

function fromXml(body: Buffer, start: string): AwsError | null {
  const root = /^(?:<\?[^>]*\?>\s*)?<(\w+)/.exec(start)?.[1];
  try {
    const scanned =
      root === 'Response'
        ? unwrapEc2(body)
        : root === 'Error'
          ? errorMembers.parse(scanXml(body, 'Error', s3Error))
          : z.object({ Error: errorMembers }).parse(scanXml(body, 'ErrorResponse', queryError)).Error;
    return { code: scanned.Code, message: scanned.Message };
  } catch {
    return null;
  }
}

/** S3 alone has no envelope around its errors. */
const s3Error: XmlShape = { Code: 'text', Message: 'text' };
const ec2Shape: XmlShape = { Errors: { Error: { Code: 'text', Message: 'text' } } };

function unwrapEc2(body: Buffer): z.infer<typeof errorMembers> {
  return z.object({ Errors: z.object({ Error: errorMembers }) }).parse(scanXml(body, 'Response', ec2Shape)).Errors.Error;
}
