import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';
import { refusal } from './problem.js';

const DEFAULT_LIMIT = 50;
const CURSOR_LIFETIME_MS = 24 * 60 * 60 * 1000;

const limitSchema = z
  .string('invalid-limit')
  .regex(/^[1-9]\d{0,2}$/, 'invalid-limit')
  .transform(Number)
  .refine((limit) => limit <= 200, 'invalid-limit')
  .default(DEFAULT_LIMIT)
  .meta({ description: '1 to 200, default 50' });

/** Spread into the strict query schema of a list: `z.strictObject({ ...pageQuery, cloud: cloudSchema.optional() })`. */
export const pageQuery = { limit: limitSchema, cursor: z.string('invalid-cursor').max(2048, 'invalid-cursor').optional() };

/** The answer of every list. */
export function pageSchema<T extends z.ZodType>(item: T, id: string) {
  const schema = z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });
  pages.add(schema);
  return schema;
}

const pages = new WeakSet<z.ZodType>();
/** Whether an answer is a page of a list. */
export const isPage = (schema: z.ZodType): boolean => pages.has(schema);

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** What a cursor is good for; with any other it is refused. */
export interface CursorBinding {
  readonly organizationId: OrganizationId;
  /** A constant of the list's own, for instance `GET /v1/findings`. */
  readonly list: string;
  /** Every filter and the order, but not `limit` and `cursor`. */
  readonly filters: unknown;
}

const stateSchema = z.tuple([z.number().int(), z.array(z.union([z.string(), z.number(), z.null()])).max(8)]);
/** The sort key values of the last item seen. */
export type CursorPosition = readonly (string | number | null)[];

/** Opaque, signed cursors. Attack: a hand-made position reads past a filter, or probes another organization's order. */
export class Cursors {
  readonly #key: KeyObject;

  constructor(
    key: Buffer,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.#key = createSecretKey(key);
  }

  write(binding: CursorBinding, position: CursorPosition): string {
    const state = Buffer.from(JSON.stringify([this.now().getTime(), position]));
    return `${state.toString('base64url')}.${this.mac(binding, state).toString('base64url')}`;
  }

  /**
   * @returns the position, or `start` where no cursor was sent
   * @throws VitrineError 400 `invalid-cursor` for one that is forged, a day old, or of another organization, list or filter
   */
  read(binding: CursorBinding, cursor: string | undefined): CursorPosition | 'start' {
    if (cursor === undefined) return 'start';
    const [head = '', mac = ''] = cursor.split('.');
    const state = Buffer.from(head, 'base64url');
    const given = Buffer.from(mac, 'base64url');
    const expected = this.mac(binding, state);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw invalidCursor();
    const [writtenAt, position] = stateSchema.parse(JSON.parse(state.toString()));
    if (this.now().getTime() - writtenAt > CURSOR_LIFETIME_MS) throw invalidCursor();
    return position;
  }

  /** Cuts the `limit + 1` rows that the repository read down to a page. */
  page<Row, Item>(
    binding: CursorBinding,
    limit: number,
    rows: readonly Row[],
    positionOf: (row: Row) => CursorPosition,
    itemOf: (row: Row) => Item,
  ): Page<Item> {
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(itemOf), nextCursor: rows.length > limit && last !== undefined ? this.write(binding, positionOf(last)) : null };
  }

  private mac({ organizationId, list, filters }: CursorBinding, state: Buffer): Buffer {
    return createHmac('sha256', this.#key)
      .update(`vitrine-cursor/1\0${JSON.stringify([organizationId, list, filters])}\0`)
      .update(state)
      .digest();
  }
}

function invalidCursor(): Error {
  return refusal(400, 'invalid-cursor', 'The cursor is not one of this list with these filters, or is older than a day. Start again without it.');
}
