import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import type { CallResult, CloudSession } from './cloud-request.js';
import type { Page, ReadInput, Reader } from './define-reader.js';
import type { Scope } from './scope.js';

/** A provider that never stops paging (or is made to) ends here; the scope counts as not wholly read. */
export const mostPages = 10_000;

export interface ReadPagesOptions {
  /** Where to go on; null for the first page. */
  readonly pageToken: string | null;
  readonly signal: AbortSignal;
  readonly pageSize?: number;
  /** The part of the scope to walk; the whole when absent. */
  readonly partition?: string;
  /** Pages of this cursor that were read before (a checkpoint), so that the cap holds over restarts. */
  readonly pagesBefore?: number;
}

/** Why an item was left out: the member that did not parse, never its value. */
export interface RejectedItem {
  readonly reason: string;
}

/** A resource that may not be looked at, among others that may. */
export interface PassedOver {
  readonly resource: string;
  readonly operation: string;
  readonly permission: string;
}

/**
 * What one call came to. `read` carries its items and the next token; every other outcome ends the walk and says why.
 * `rejected` items are counted and named so that a page never shrinks in silence.
 */
export type ReadPage<Item> =
  | {
      readonly outcome: 'read';
      readonly items: readonly Item[];
      readonly rejected: readonly RejectedItem[];
      /** Set instead of items, where the call was about one resource and was denied: it is not known, and the others are still read. */
      readonly passedOver?: PassedOver;
      readonly next: string | null;
      readonly pageNo: number;
      readonly requestId: string | null;
    }
  | Exclude<CallResult, { outcome: 'read' }>;

/** Walks a reader's pages in one scope: one page is one call. Stops after the last page or the first outcome that is not `read`. */
export async function* readPages<Item>(
  reader: Reader<Item>,
  scope: Scope,
  session: CloudSession,
  options: ReadPagesOptions,
): AsyncGenerator<ReadPage<Item>, void, undefined> {
  let pageToken = options.pageToken;
  for (let pageNo = options.pagesBefore ?? 0; ; pageNo += 1) {
    options.signal.throwIfAborted();
    const page = await readPage(
      reader,
      session,
      { scope, pageToken, pageSize: options.pageSize ?? reader.pageSize, ...(options.partition === undefined ? {} : { partition: options.partition }) },
      pageNo,
      options.signal,
    );
    yield page;
    if (page.outcome !== 'read' || page.next === null) return;
    pageToken = page.next;
  }
}

async function readPage<Item>(reader: Reader<Item>, session: CloudSession, input: ReadInput, pageNo: number, signal: AbortSignal): Promise<ReadPage<Item>> {
  const request = reader.request(input);
  if (pageNo >= mostPages) return { outcome: 'unavailable', operation: request.operation, reason: 'too-many-pages', retryable: false };
  if (!reader.operations.includes(request.operation)) {
    throw new VitrineError({
      code: 'operation-not-declared',
      status: 500,
      publicMessage: 'A call to a cloud was stopped because it is not on the list of declared reads.',
      internal: `${reader.id}: ${request.operation}`,
    });
  }
  const result = await session.call(request, signal);
  if (result.outcome === 'denied') {
    const over = reader.passOver?.(input) ?? null;
    if (over === null) return result;
    const { operation, permission, requestId } = result;
    return { outcome: 'read', items: [], rejected: [], passedOver: { resource: over.resource, operation, permission }, next: over.next, pageNo, requestId };
  }
  if (result.outcome !== 'read') return result;
  const page = splitPage(reader, result.body, input);
  if (page === null) return { outcome: 'unavailable', operation: request.operation, reason: 'answer-unexpected', retryable: false };
  // A token that leads to itself would read the same page for ever, or until the cap.
  if (page.next !== null && page.next === input.pageToken)
    return { outcome: 'unavailable', operation: request.operation, reason: 'page-token-repeats', retryable: false };
  const items: Item[] = [];
  const rejected: RejectedItem[] = [];
  for (const raw of page.items) {
    const parsed = reader.item.safeParse(raw);
    if (parsed.success) items.push(parsed.data);
    else rejected.push({ reason: reasonOf(parsed.error) });
  }
  return { outcome: 'read', items, rejected, next: page.next, pageNo, requestId: result.requestId };
}

function splitPage<Item>(reader: Reader<Item>, body: unknown, input: ReadInput): Page | null {
  try {
    return reader.page(body, input);
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The first fault, as `volumeId: invalid_type`. Issue messages may quote the value, so only path and code are kept. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unparsable' : `${issue.path.map(String).join('.').slice(0, 120)}: ${issue.code}`;
}
