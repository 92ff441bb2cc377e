import type { BillingPins } from './billing-pins.js';

/** What a body check knows beside the body: the path's holes and the connection's pins. */
export interface BodyContext {
  readonly holes: Readonly<Record<string, string>>;
  readonly pins: BillingPins;
  /** Queries that were dry-run in this session. */
  readonly dryRuns: Set<string>;
}

/** Returns why a body is refused, or null. Every declared POST has exactly one of these; a POST without one is refused. */
export type BodyCheck = (body: string, context: BodyContext) => string | null;
