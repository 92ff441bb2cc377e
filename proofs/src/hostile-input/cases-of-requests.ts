import { createHmac } from 'node:crypto';
import { testRequestKey } from '@vitrine/testing';
import { z } from 'zod';
import { each, outcome, together, type Attacked, type CatalogueCase } from './catalogue-case.js';

/** Cases 19 to 26: methods, paths, queries, amounts. */
const get = async ({ api, tokens }: Attacked, path: string): Promise<string> => outcome(await api.send({ method: 'GET', path, token: tokens.owner }));
const queries =
  (path: string, ...texts: readonly string[]) =>
  async (attacked: Attacked): Promise<string> =>
    await each(texts, async (text) => await get(attacked, `${path}?${text}`));
const cursorSchema = z.object({ nextCursor: z.string() });
/** One that the API itself wrote a day and a minute ago: signed with its own key. */
function dayOldCursor({ ground }: Attacked): string {
  const state = Buffer.from(JSON.stringify([Date.now() - 86_460_000, ['2026-01-01T00:00:00.000Z', ground.acme.members.owner.id]]));
  const binding = JSON.stringify([ground.acme.organizationId, 'GET /v1/members', { state: null }]);
  const mac = createHmac('sha256', testRequestKey).update('vitrine-cursor/1\0').update(binding).update('\0').update(state).digest('base64url');
  return `${state.toString('base64url')}.${mac}`;
}
const ranges = ['2026-02-30', '0000-01-01', '2026-13-01', '20260101', '-1', 'yesterday'];
const spans = [
  ['2026-02-01', '2026-01-01'],
  ['2010-01-01', '2020-01-01'],
  ['2026-01-01', '2026-01-01'],
] as const;

export const casesOfRequests: readonly CatalogueCase[] = [
  {
    number: 19,
    what: 'PUT on a GET-only route, TRACE, CONNECT-like and made-up methods',
    expected: '405 method-not-allowed + Allow',
    seen: async ({ api, tokens }) =>
      await each(['PUT', 'TRACE', 'POST', 'DELETE', 'PROPFIND'], async (method) =>
        outcome(await api.send({ method, path: '/v1/organization', token: tokens.owner }), 'Allow'),
      ),
  },
  {
    number: 20,
    what: 'an unknown route',
    expected: '404 not-found as application/problem+json',
    seen: async ({ api }) =>
      await each(['/v1/nothing', '/', '/v1/members/', '/V1/members', '/admin', '/.env', '/docs/assets/..%2f..%2fpackage.json'], async (path) => {
        const seen = await api.send({ method: 'GET', path });
        return `${outcome(seen)} as ${(seen.headers['content-type'] ?? '').replace(/;.*/, '')}`;
      }),
  },
  {
    number: 21,
    what: 'an id that is no UUID, upper case, with NUL, of 2 KB, a path',
    expected: '422 invalid-id',
    seen: async (attacked) =>
      await each(
        ['not-a-uuid', '018F0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-00000000000%00', 'a'.repeat(2048), '..%2f..%2fetc'],
        async (id) => get(attacked, `/v1/members/${id}`),
      ),
  },
  {
    number: 22,
    what: 'limit 0, -1, 1e9, NaN, 1.5, empty, twice',
    expected: '422 invalid-limit',
    seen: queries('/v1/members', ...['0', '-1', '1e9', 'NaN', '1.5', '', '201', '1&limit=2', '%2b1', '1%00'].map((text) => `limit=${text}`)),
  },
  {
    number: 23,
    what: 'a cursor that is forged, changed, a day old, of the other organization, or of other filters',
    expected: '400 invalid-cursor',
    seen: async (attacked) => {
      const { api, tokens, umbraOwner } = attacked;
      const cursorOf = async (token: string): Promise<string> =>
        cursorSchema.parse((await api.send({ method: 'GET', path: '/v1/members?limit=1', token })).json).nextCursor;
      const [mine, theirs] = [await cursorOf(tokens.owner), await cursorOf(umbraOwner)];
      const good = await get(attacked, `/v1/members?limit=1&cursor=${mine}`);
      const bad = ['abc', `${mine}x`, mine.replace('.', '..'), theirs, dayOldCursor(attacked), `${mine}&state=active`, ''].map((text) => `cursor=${text}`);
      return good === '200' ? await queries('/v1/members', ...bad)(attacked) : `a good one is ${good}`;
    },
  },
  {
    number: 24,
    what: 'sort, fields or filter by something that is not offered',
    expected: '422 unknown-field',
    seen: queries('/v1/findings', 'sort=sealed', 'fields=sealed', 'filter=1%20or%201=1', '__proto__=1', 'organizationId=1'),
  },
  {
    number: 25,
    what: 'dates that do not exist, year 0, from after to, ten years',
    expected: '422 invalid-range',
    seen: async (attacked) => {
      const wrong = ranges.flatMap((text) => [`/v1/costs/summary?from=${text}`, `/v1/findings?until=${text}`]);
      const reversed = spans.flatMap(([from, to]) => [`/v1/costs/summary?from=${from}&to=${to}`, `/v1/findings/summary?since=${from}&until=${to}`]);
      return await each([...wrong, ...reversed], async (path) => await get(attacked, path));
    },
  },
  {
    number: 26,
    what: 'amounts NaN, 1e309, -0, 0x10, and a float where decimal text belongs',
    expected: '422 invalid-amount',
    seen: async (attacked) => {
      const { api, tokens } = attacked;
      const texts = ['NaN', '1e309', '-0', '0x10', '1,5', '', '1'.repeat(40)];
      const asQuery = await each(texts, async (text) => await get(attacked, `/v1/findings?minSaving=${text}`));
      const asBody = await each([0.1, '-0', '1e0', 'NaN', null, '0.1234567'], async (discount) => {
        const body = { name: 'amounts', kind: 'aws.role', settings: { discount } };
        return outcome(await api.send({ method: 'POST', path: '/v1/connections', token: tokens.owner, body }));
      });
      return together([asQuery, asBody]);
    },
  },
];
