import type { SimContext } from '../http/cloud-handler.js';
import { TokenBuckets } from '../http/token-bucket.js';
import { awsEstateSchema, type AwsEstate } from './aws-estate.js';
import type { AwsPrincipal } from './iam/aws-principal.js';
import { policyDocumentSchema } from './iam/policy-document.js';
import { AwsClock } from './inventory/aws-clock.js';
import { AwsInventory } from './inventory/aws-inventory.js';
import { StsSessions } from './sts-sessions.js';

/** A signing key without declared policies may only ask for roles; their trust decides the rest. */
const MAY_ASSUME_ROLES = policyDocumentSchema.parse({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] });

/** The state of one simulated AWS: what the estate declares, the sessions issued, the buckets emptied. */
export class AwsWorld {
  private static readonly worlds = new WeakMap<SimContext, AwsWorld>();

  readonly estate: AwsEstate;
  readonly inventory: AwsInventory;
  readonly clock: AwsClock;
  readonly sessions = new StsSessions();
  readonly buckets = new TokenBuckets();
  /** When the credential report was last asked for; null before the first time. */
  credentialReportAt: Date | null = null;

  private constructor(readonly context: SimContext) {
    this.estate = context.estate.aws ?? awsEstateSchema.parse({});
    this.inventory = new AwsInventory(this.estate, context.estate.seed);
    this.clock = new AwsClock(context.behaviour.now());
  }

  /** The world of a running simulator, made at its first call. */
  static of(context: SimContext): AwsWorld {
    const known = AwsWorld.worlds.get(context);
    if (known !== undefined) return known;
    const made = new AwsWorld(context);
    AwsWorld.worlds.set(context, made);
    return made;
  }

  now(): Date {
    return this.context.behaviour.now();
  }

  /** Who holds a long-lived signing key; null for a key that the estate does not declare. */
  keyHolder(accessKeyId: string): AwsPrincipal | null {
    const key = this.estate.accessKeys.find((declared) => declared.accessKeyId === accessKeyId);
    if (key === undefined) return null;
    const accountId = key.accountId ?? this.estate.accountId;
    const user = this.inventory.users.find((known) => known.userName === key.userName && known.group === null);
    return {
      kind: 'user',
      arn: `arn:aws:iam::${accountId}:user/${key.userName}`,
      userId: user?.userId ?? 'AIDAAAAAAAAAAAAAAAAAA',
      accountId,
      accessKeyId,
      policies: key.policies.length === 0 ? [MAY_ASSUME_ROLES] : key.policies.map((policy) => policy.document),
    };
  }
}
