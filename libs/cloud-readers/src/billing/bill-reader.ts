import type { Cloud } from '@vitrine/contracts';
import type { CallResult, CloudRequest, CloudSession } from '../engine/cloud-request.js';
import { mostPages } from '../engine/read-pages.js';
import type { Scope } from '../engine/scope.js';
import type { BillingPins } from '../gate/billing-pins.js';
import { ZodError } from 'zod';

/** One resource's cost on one UTC day; member names are the columns of `cost_row`, amounts exact decimal text, unknown is null. */
export interface BillRow {
  readonly [column: string]: string | null;
  readonly provider: string;
  readonly billing_account_id: string | null;
  readonly sub_account_id: string;
  readonly charge_period_start: string;
  readonly charge_period_end: string;
  readonly charge_category: 'Usage';
  readonly pricing_category: 'Standard' | 'Committed' | 'Dynamic' | null;
  readonly billed_cost: string | null;
  readonly effective_cost: string;
  readonly list_cost: string | null;
  readonly billing_currency: string;
  readonly resource_id: string | null;
  readonly resource_id_canonical: string | null;
  readonly service_name: string | null;
  readonly sku_meter: string | null;
  readonly region_id: string | null;
}

export interface BillInput {
  readonly scope: Scope;
  readonly pins: BillingPins;
  /** First day, `2026-11-01`. */
  readonly from: string;
  /** The day after the last. */
  readonly to: string;
  readonly pageToken: string | null;
}

/** Reads a provider's bill by its API. The engine pages; each page is one call, and at AWS each costs US$0.01. */
export interface BillReader {
  readonly id: string;
  readonly cloud: Cloud;
  readonly operations: readonly [string, ...string[]];
  /** The most days that one reading may span. */
  readonly longestDays: number;
  request(input: BillInput): CloudRequest;
  /** Throws a zod error on a shape it does not know. */
  page(body: unknown, input: BillInput): { readonly rows: readonly BillRow[]; readonly next: string | null };
  /** Where a token leads after a restart; null begins again (a BigQuery run needs its dry run in the same session). */
  resume(pageToken: string): string | null;
}

export type BillPage = { readonly outcome: 'read'; readonly rows: readonly BillRow[]; readonly next: string | null } | Exclude<CallResult, { outcome: 'read' }>;

/** Walks a bill's pages; stops after the last or the first outcome that is not `read`. */
export async function* readBill(reader: BillReader, input: BillInput, session: CloudSession, signal: AbortSignal): AsyncGenerator<BillPage, void, undefined> {
  let pageToken = input.pageToken === null ? null : reader.resume(input.pageToken);
  for (let pageNo = 0; pageNo < mostPages; pageNo += 1) {
    signal.throwIfAborted();
    const step = { ...input, pageToken };
    const request = reader.request(step);
    const result = await session.call(request, signal);
    const page = result.outcome === 'read' ? billPage(reader, result.body, step, request.operation) : result;
    yield page;
    if (page.outcome !== 'read' || page.next === null) return;
    pageToken = page.next;
  }
}

function billPage(reader: BillReader, body: unknown, input: BillInput, operation: string): BillPage {
  try {
    return { outcome: 'read', ...reader.page(body, input) };
  } catch (error) {
    if (error instanceof ZodError) return { outcome: 'unavailable', operation, reason: 'answer-unexpected', retryable: false };
    throw error;
  }
}

const dayMs = 86_400_000;

/** `2026-11-01` → start and end of that UTC day. */
export function chargePeriod(day: string): { readonly charge_period_start: string; readonly charge_period_end: string } {
  const start = Date.parse(`${day}T00:00:00Z`);
  return { charge_period_start: new Date(start).toISOString(), charge_period_end: new Date(start + dayMs).toISOString() };
}
