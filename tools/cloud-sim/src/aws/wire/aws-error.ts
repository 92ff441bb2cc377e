/** The wire protocols that this simulator speaks, by how they state requests, answers and errors. */
export type AwsWire = 'ec2' | 'query' | 'json-1.0' | 'json-1.1' | 's3' | 'rest-json';

/** An error as AWS states it. `senderFault` false is the service's fault. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly senderFault = true,
  ) {
    super(message);
  }
}

/** Refusals that every service has, each wire with its own word and status for them. */
export type CommonRefusal = 'missing-signature' | 'malformed-signature' | 'unknown-key' | 'expired-session' | 'denied' | 'throttled' | 'unknown-operation';

const CODES: Record<AwsWire, Record<CommonRefusal, readonly [code: string, status: number]>> = {
  ec2: {
    'missing-signature': ['MissingAuthenticationToken', 403],
    'malformed-signature': ['IncompleteSignature', 400],
    'unknown-key': ['AuthFailure', 401],
    'expired-session': ['RequestExpired', 400],
    denied: ['UnauthorizedOperation', 403],
    throttled: ['RequestLimitExceeded', 503],
    'unknown-operation': ['InvalidAction', 400],
  },
  query: {
    'missing-signature': ['MissingAuthenticationToken', 403],
    'malformed-signature': ['IncompleteSignature', 400],
    'unknown-key': ['InvalidClientTokenId', 403],
    'expired-session': ['ExpiredToken', 403],
    denied: ['AccessDenied', 403],
    throttled: ['Throttling', 400],
    'unknown-operation': ['InvalidAction', 400],
  },
  'json-1.0': jsonCodes('ThrottlingException'),
  'json-1.1': jsonCodes('ThrottlingException'),
  'rest-json': {
    'missing-signature': ['MissingAuthenticationTokenException', 403],
    'malformed-signature': ['IncompleteSignatureException', 403],
    'unknown-key': ['UnrecognizedClientException', 403],
    'expired-session': ['ExpiredTokenException', 403],
    denied: ['AccessDeniedException', 403],
    throttled: ['TooManyRequestsException', 429],
    'unknown-operation': ['UnknownOperationException', 404],
  },
  s3: {
    'missing-signature': ['AccessDenied', 403],
    'malformed-signature': ['AuthorizationHeaderMalformed', 400],
    'unknown-key': ['InvalidAccessKeyId', 403],
    'expired-session': ['ExpiredToken', 400],
    denied: ['AccessDenied', 403],
    throttled: ['SlowDown', 503],
    'unknown-operation': ['MethodNotAllowed', 405],
  },
};

function jsonCodes(throttled: string): Record<CommonRefusal, readonly [string, number]> {
  return {
    'missing-signature': ['MissingAuthenticationTokenException', 400],
    'malformed-signature': ['IncompleteSignatureException', 400],
    'unknown-key': ['UnrecognizedClientException', 400],
    'expired-session': ['ExpiredTokenException', 400],
    denied: ['AccessDeniedException', 400],
    throttled: [throttled, 400],
    'unknown-operation': ['UnknownOperationException', 400],
  };
}

/** The refusal in the words of the wire that is asked; Cost Explorer alone calls an overload a limit. */
export function refusal(wire: AwsWire, service: string, kind: CommonRefusal, message: string): AwsError {
  const [code, status] = CODES[wire][kind];
  if (kind === 'throttled' && service === 'ce') return new AwsError('LimitExceededException', message, 400);
  return new AwsError(code, message, status, status < 500);
}
