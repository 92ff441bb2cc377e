import type { SimRequest } from '../http/cloud-handler.js';
import type { SimAccess } from '../http/request-log.js';
import type { AwsPrincipal } from './iam/aws-principal.js';
import type { AwsWorld } from './aws-world.js';
import type { AwsAnswer } from './wire/aws-response.js';
import type { AwsWire } from './wire/aws-error.js';
import type { QueryParams } from './wire/query-params.js';

/** One call, authenticated and parsed as far as its wire protocol goes. */
export interface AwsCall {
  readonly wire: AwsWire;
  readonly region: string;
  /** Members of a Query or EC2 Query request; empty on the JSON wires. */
  readonly query: QueryParams;
  /** The body of a JSON request; an empty object on the others. */
  readonly json: unknown;
  readonly request: SimRequest;
  readonly principal: AwsPrincipal;
  readonly world: AwsWorld;
}

/** A provider's bucket, in calls. */
export interface RateLimit {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** One operation of one service, described by the provider's own words. */
export interface AwsOperation {
  /** The signing name, which is not always the permission's prefix: `monitoring`, `elasticloadbalancing`. */
  readonly service: string;
  readonly name: string;
  /** `ec2:DescribeVolumes`; null for the calls that AWS allows everybody (GetCallerIdentity). */
  readonly permission: string | null;
  readonly access: SimAccess;
  /** Defaults to the service's usual bucket. */
  readonly rate?: RateLimit;
  /** The ARN that policies are asked about; `*` where the action knows no resource. */
  readonly resource?: (call: AwsCall) => string;
  /** Condition values beside the region, by their lower-case keys. */
  readonly conditions?: (call: AwsCall) => Readonly<Record<string, string>>;
  readonly run: (call: AwsCall) => AwsAnswer | Promise<AwsAnswer>;
}
