import type { Estate } from '../estate/estate.js';
import type { RequestLog } from './request-log.js';
import type { SimRequest } from './sim-request.js';

export type { SimRequest };

export interface SimResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** How the simulated provider behaves beside its data: all of it may be changed while it runs. */
export interface SimBehaviour {
  /** Added to every answer. */
  latencyMs: number;
  /** Permissions, in the provider's own words (`ec2:DescribeVolumes`, `Microsoft.Compute/disks/read`, `compute.disks.list`), that are refused. */
  denied: Set<string>;
  /** Answers 429 (in the provider's own form) once a provider's token bucket is empty; off, nothing throttles. */
  throttle: boolean;
  /** The simulator's clock; estates state ages, answers state times. */
  now: () => Date;
}

export interface SimContext {
  readonly estate: Estate;
  readonly behaviour: SimBehaviour;
  readonly log: RequestLog;
}

/** Answers one provider's wire protocol. A request it does not know gets what the provider itself would say. */
export type CloudHandler = (request: SimRequest, context: SimContext) => Promise<SimResponse>;
