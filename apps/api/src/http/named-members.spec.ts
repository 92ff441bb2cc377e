import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { listedFindingSchema } from '../findings/finding.schemas.js';
import { memberCheck, type MemberCheck } from './named-members.js';
import { pageSchema } from './pagination.js';

const item = z.strictObject({
  id: z.uuid(),
  state: z.enum(['open', 'ended']),
  saving: z.strictObject({ amount: z.string() }).nullable(),
  tags: z.array(z.strictObject({ key: z.string() })).optional(),
});
const sure = (schema: z.ZodType): MemberCheck => {
  const check = memberCheck(schema);
  if (check === 'unsure') throw new Error('this schema can be told by names');
  return check;
};
const good = { id: '01a202ca-d1e1-7a43-bf48-6269080d17c9', state: 'open', saving: { amount: '1' }, tags: [{ key: 'a' }] };

describe('what a list lets out', () => {
  const check = sure(pageSchema(item, 'NamedMembersSpec'));

  it('is what its schema names, at any depth', () => {
    expect(check({ items: [good, { ...good, saving: null, tags: undefined }], nextCursor: null })).toBeNull();
  });

  it.each([
    ['beside the items', { items: [], nextCursor: null, sealed: 'x' }, 'sealed'],
    ['in an item', { items: [good, { ...good, secret_hmac: 'x' }], nextCursor: null }, 'items.secret_hmac'],
    ['within a member', { items: [{ ...good, saving: { amount: '1', sealed: 'x' } }], nextCursor: null }, 'items.saving.sealed'],
    ['in a list within', { items: [{ ...good, tags: [{ key: 'a', value: 'x' }] }], nextCursor: null }, 'items.tags.value'],
    ['inherited by an item', { items: [Object.create({ sealed: 'x' })], nextCursor: null }, 'items.sealed'],
    ['as an object where a text is declared', { items: [{ ...good, state: { sealed: 'x' } }], nextCursor: null }, 'items.state.an object'],
  ])('is never a member that nobody declared: %s', (_where, body, path) => {
    expect(check(body)).toBe(path);
  });

  it('is parsed instead where a schema changes what it reads or cannot be told by its names, because then names say too little', () => {
    const unsure = [
      z.object({ a: z.string() }),
      z.strictObject({ a: z.string().trim() }),
      z.strictObject({ a: z.string().transform((text) => text.length) }),
      z.strictObject({ a: z.unknown() }),
      z.strictObject({ a: z.coerce.number() }),
      z.strictObject({ a: z.union([z.strictObject({ b: z.string() }), z.strictObject({ c: z.string() })]) }),
    ];
    expect(unsure.map((schema) => memberCheck(schema))).toEqual(unsure.map(() => 'unsure'));
  });

  it('is told by names for findings, whose list is the longest of all', () => {
    expect(memberCheck(listedFindingSchema)).not.toBe('unsure');
  });
});
