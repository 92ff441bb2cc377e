import type { CallResult, CloudRequest, CloudSession } from '@vitrine/cloud-readers';
import { decimalText, exact, usdOfBytes, usdPerRequest } from '@vitrine/contracts';
import { z } from 'zod';
import type { Expense } from './spend-budget.js';

const QUERY = 'bigquery.jobs.query';
const dryRunSchema = z.object({ totalBytesProcessed: z.string().regex(/^\d{1,18}$/) });

export interface MeteredSession {
  readonly session: CloudSession;
  /** USD booked since the last time, for the page that it belongs to. */
  takeUsd(): string;
}

/**
 * A session whose calls are paid for before they are made; one that the budget does not hold is not made and reads as unavailable
 * (`budget-exhausted`). A query is booked at what its dry run said that it scans.
 * Attack: a bill that pages without end, at a cent a page.
 */
export function meteredSession(session: CloudSession, book: (expense: Expense) => Promise<'booked' | 'over-budget'>): MeteredSession {
  const scans = new Map<string, bigint>();
  let usd = exact('0');
  const call = async (request: CloudRequest, signal: AbortSignal): Promise<CallResult> => {
    const expense = expenseOf(request, scans);
    if (expense !== null) {
      if ((await book(expense)) === 'over-budget')
        return { outcome: 'unavailable', operation: request.operation, reason: 'budget-exhausted', retryable: false };
      usd = usd.plus(exact(expense.usd));
    }
    const result = await session.call(request, signal);
    if (request.operation === QUERY && request.body?.['dryRun'] === true && result.outcome === 'read') {
      const said = dryRunSchema.safeParse(result.body);
      if (said.success) scans.set(String(request.body['query']), BigInt(said.data.totalBytesProcessed));
    }
    return result;
  };
  return {
    session: { call, close: () => session.close() },
    takeUsd() {
      const taken = decimalText(usd);
      usd = exact('0');
      return taken;
    },
  };
}

function expenseOf(request: CloudRequest, scans: ReadonlyMap<string, bigint>): Expense | null {
  const price = usdPerRequest[request.operation];
  if (price !== undefined) return { operation: request.operation, usd: price, bytes: 0n };
  if (request.operation !== QUERY || request.body?.['dryRun'] !== false) return null;
  // Without a dry run's word the whole of what it may bill is booked.
  const bytes = scans.get(String(request.body['query'])) ?? BigInt(String(request.body['maximumBytesBilled'] ?? '0'));
  return { operation: request.operation, usd: usdOfBytes(bytes), bytes };
}
