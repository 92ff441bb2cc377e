import type { AwsOperation, RateLimit } from './aws-operation.js';
import type { AwsWorld } from './aws-world.js';

/** Documented buckets where AWS states them (EC2, CloudWatch, Price List); elsewhere the shape of what it does. */
const USUAL: Readonly<Record<string, RateLimit>> = {
  ec2: { capacity: 100, refillPerSecond: 20 },
  monitoring: { capacity: 50, refillPerSecond: 50 },
  elasticloadbalancing: { capacity: 40, refillPerSecond: 10 },
  iam: { capacity: 20, refillPerSecond: 10 },
  sts: { capacity: 600, refillPerSecond: 600 },
  ce: { capacity: 5, refillPerSecond: 1 },
  pricing: { capacity: 10, refillPerSecond: 5 },
};

const OTHERS: RateLimit = { capacity: 100, refillPerSecond: 100 };
const EC2_MUTATING: RateLimit = { capacity: 50, refillPerSecond: 5 };

/** Takes a token of the account's bucket for this kind of call in this region; false when it is empty. */
export function takeToken(world: AwsWorld, operation: AwsOperation, region: string): boolean {
  const mutating = operation.access === 'write';
  const usual = operation.service === 'ec2' && mutating ? EC2_MUTATING : (USUAL[operation.service] ?? OTHERS);
  const { capacity, refillPerSecond } = operation.rate ?? usual;
  // An operation with a rate of its own has a bucket of its own; the others of a service share one.
  const bucket = operation.rate === undefined ? (mutating ? 'mutating' : 'non-mutating') : operation.name;
  return world.buckets.of(`${operation.service}/${region}/${bucket}`, capacity, refillPerSecond).take();
}
