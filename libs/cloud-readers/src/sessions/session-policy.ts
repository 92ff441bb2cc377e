import { VitrineError } from '@vitrine/contracts';
import type { BillingPins } from '../gate/billing-pins.js';
import { permissionsOf } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';

/** AWS's limit on an inline session policy, in characters. */
export const sessionPolicyLimit = 2048;

/**
 * The policy that narrows an assumed role to these operations: even an administrator's role can then only read, and of the files of its
 * buckets only the pinned export's.
 * @throws VitrineError `session-policy-too-long`; use `groupOperations` first
 */
export function sessionPolicy(operations: readonly Operation[], pins: BillingPins = {}): string {
  const policy = policyText(operations, pins);
  if (policy.length > sessionPolicyLimit) {
    throw new VitrineError({
      code: 'session-policy-too-long',
      status: 500,
      publicMessage: 'A cloud session asks for too much at once.',
      internal: String(policy.length),
    });
  }
  return policy;
}

const ofFiles = ({ pinnedTo }: Operation): boolean => pinnedTo === 'bucket';

function policyText(operations: readonly Operation[], { s3Export }: BillingPins = {}): string {
  const anywhere = permissionsOf(operations.filter((operation) => !ofFiles(operation)));
  const files = s3Export === undefined ? [] : permissionsOf(operations.filter(ofFiles)).flatMap((action) => exportStatements(action, s3Export));
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [...(anywhere.length === 0 && files.length > 0 ? [] : [{ Effect: 'Allow', Action: anywhere, Resource: '*' }]), ...files],
  });
}

/** The list is of the bucket and is narrowed by a condition, the files are narrowed by their names, their key by who asks it. */
function exportStatements(action: string, { bucket, prefix, region, kmsKeyArn }: NonNullable<BillingPins['s3Export']>): object[] {
  const arn = `arn:aws:s3:::${bucket}`;
  if (action === 's3:ListBucket') return [{ Effect: 'Allow', Action: [action], Resource: arn, Condition: { StringLike: { 's3:prefix': `${prefix}*` } } }];
  const files = { Effect: 'Allow', Action: [action], Resource: `${arn}/${prefix}*` };
  if (kmsKeyArn === undefined) return [files];
  const throughS3 = { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } };
  return [files, { Effect: 'Allow', Action: ['kms:Decrypt'], Resource: kmsKeyArn, Condition: throughS3 }];
}

/**
 * Cuts operations into groups whose session policies fit; every operation is in exactly one, in the given order. Reads of files are a group of
 * their own, since their statements are as long as the names that they are pinned to.
 */
export function groupOperations(operations: readonly Operation[], limit: number = sessionPolicyLimit): readonly (readonly Operation[])[] {
  const groups: Operation[][] = [];
  for (const files of [false, true]) {
    const from = groups.length;
    for (const operation of operations.filter((each) => ofFiles(each) === files)) {
      const last = groups.length > from ? groups.at(-1) : undefined;
      if (last !== undefined && policyText([...last, operation]).length <= limit) last.push(operation);
      else groups.push([operation]);
    }
  }
  return groups;
}
