import type { Cloud } from '@vitrine/contracts';
import { ZodError } from 'zod';
import type { CallResult, CloudRequest, CloudSession } from '../engine/cloud-request.js';

/** What is priced: the members of a rule's price key that say which product, without how much of it. */
export interface PriceQuestion {
  readonly service: string;
  readonly region: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
}

/** One product of a price list that fits. */
export interface PriceCandidate {
  /** Exact decimal text per `unit`. */
  readonly unitPrice: string;
  readonly currency: string;
  readonly unit: string;
  readonly sku: string;
  readonly effectiveDate: string | null;
}

/** Asks a provider's public price list. Data only; the walk over pages and the decision are the engine's. */
export interface PriceReader {
  readonly id: string;
  readonly cloud: Cloud;
  readonly operations: readonly [string, ...string[]];
  request(question: PriceQuestion, pageToken: string | null): CloudRequest;
  page(body: unknown, question: PriceQuestion, pageToken: string | null): { readonly candidates: readonly PriceCandidate[]; readonly next: string | null };
}

/** Exactly one product, or we do not know the price: the first of an under-filtered list would be a guess. */
export type PriceReading =
  | ({ readonly outcome: 'found' } & PriceCandidate)
  | { readonly outcome: 'ambiguous'; readonly candidates: number }
  | { readonly outcome: 'none' }
  | Exclude<CallResult, { outcome: 'read' }>;

const mostPricePages = 20;

export async function readPrice(reader: PriceReader, question: PriceQuestion, session: CloudSession, signal: AbortSignal): Promise<PriceReading> {
  const found: PriceCandidate[] = [];
  let pageToken: string | null = null;
  for (let pageNo = 0; pageNo < mostPricePages; pageNo += 1) {
    const request = reader.request(question, pageToken);
    const result = await session.call(request, signal);
    if (result.outcome !== 'read') return result;
    try {
      const page = reader.page(result.body, question, pageToken);
      found.push(...page.candidates);
      pageToken = page.next;
    } catch (error) {
      if (error instanceof ZodError || error instanceof SyntaxError)
        return { outcome: 'unavailable', operation: request.operation, reason: 'answer-unexpected', retryable: false };
      throw error;
    }
    if (pageToken === null) return decide(found);
  }
  return { outcome: 'ambiguous', candidates: found.length };
}

/** The same price under several SKUs is one price; different prices are a question that the filters did not answer. */
function decide(found: readonly PriceCandidate[]): PriceReading {
  const [first] = found;
  if (first === undefined) return { outcome: 'none' };
  const distinct = new Set(found.map(({ unitPrice, currency, unit }) => `${unitPrice} ${currency} ${unit}`));
  return distinct.size === 1 ? { outcome: 'found', ...first } : { outcome: 'ambiguous', candidates: found.length };
}
