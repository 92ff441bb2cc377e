/**
 * The fields that a log line may have, each with the shape of its values. A field that is not here, or a value that does
 * not fit, is dropped and counted, never printed: redaction by path was seen to leak in nine of eleven shapes, because
 * it must know where secrets are; this list knows where they cannot be.
 */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CODE = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
/** A cloud's own name for a call or permission: `ec2:DescribeVolumes`, `Microsoft.Compute/disks/read`. */
const OPERATION = /^[A-Za-z][A-Za-z0-9]*(?:[.:/][A-Za-z][A-Za-z0-9]*){1,9}$/;
/** A route template of ours, with names for its parameters and never their values. */
const ROUTE = /^(?:\/[a-z0-9.:{}_-]+){1,10}$/i;

const short =
  (pattern: RegExp, limit = 80) =>
  (value: unknown): boolean =>
    typeof value === 'string' && value.length <= limit && pattern.test(value);
const amount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const yesNo = (value: unknown): boolean => typeof value === 'boolean';

const CHECKS = {
  organizationId: short(ID),
  connectionId: short(ID),
  auditId: short(ID),
  jobId: short(ID),
  findingId: short(ID),
  memberId: short(ID),
  apiTokenId: short(ID),
  requestId: short(/^[0-9a-z-]{8,64}$/i),
  traceId: short(/^[0-9a-f]{32}$/),
  spanId: short(/^[0-9a-f]{16}$/),
  code: short(CODE),
  state: short(CODE),
  kind: short(CODE),
  duty: short(CODE),
  queue: short(/^(?:aws|azure|gcp|system|all)$/),
  cloud: short(/^(?:aws|azure|gcp)$/),
  reader: short(CODE),
  ruleId: short(CODE),
  operation: short(OPERATION, 160),
  outcome: short(CODE),
  method: short(/^[A-Z]{3,7}$/),
  route: short(ROUTE, 160),
  signal: short(/^SIG[A-Z0-9]{2,8}$/),
  version: short(/^[0-9a-z][0-9a-z.+-]{0,40}$/i),
  status: amount,
  port: amount,
  count: amount,
  attempt: amount,
  fence: amount,
  pageNo: amount,
  items: amount,
  durationMs: amount,
  retryAfterMs: amount,
  retryable: yesNo,
  offerNo: amount,
} as const satisfies Record<string, (value: unknown) => boolean>;

export type LogFieldName = keyof typeof CHECKS;
export type LogFields = { readonly [Name in LogFieldName]?: string | number | boolean | undefined };

/** The admissible part of the fields, and how many were not. Own enumerable members only: no getter of a prototype runs. */
export function admissible(fields: object): { admitted: Record<string, unknown>; dropped: number } {
  const admitted: Record<string, unknown> = {};
  let dropped = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (isLogField(name) && CHECKS[name](value)) admitted[name] = value;
    else dropped += 1;
  }
  return { admitted, dropped };
}

function isLogField(name: string): name is LogFieldName {
  return Object.hasOwn(CHECKS, name);
}
