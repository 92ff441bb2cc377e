import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { testSealingKeys } from '../testing/sealing-keys.fixture.js';

const document: unknown = JSON.parse(readFileSync(fileURLToPath(new URL('../../openapi.json', import.meta.url)), 'utf8'));
const { paths } = z
  .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.looseObject({ security: z.array(z.unknown()).default([]) }))) })
  .parse(document);

let house: ApiHouse;
beforeAll(async () => {
  house = await openApiHouse({ sealingKeys: await testSealingKeys() });
}, 60_000);
afterAll(async () => await house.stop());

/** Every path that answers a GET, with ids of a real row where it takes one. */
const pages = (): { readonly path: string; readonly secured: boolean }[] =>
  Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined ? [] : [{ path: path.replaceAll(/\{\w+\}/g, house.acme.connections.aws), secured: get.security.length > 0 }],
  );

describe('whoever has not signed in', () => {
  it('finds 401 or what is the same for everybody at every page, and no string of any organization in it (MC-09, MC-T21)', async () => {
    const { rows } = await house.database.poolFor('postgres').query<{ text: string }>(
      `select organization_id::text as text from vitrine.organization union select name from vitrine.organization union select id::text from vitrine.connection
         union select name from vitrine.connection union select subject from vitrine.member`,
    );
    const own = rows.map(({ text }) => text).filter((text) => text.length >= 4);
    expect(own.length).toBeGreaterThan(8);
    const seen: string[] = [];
    for (const { path, secured } of [...pages(), { path: '/docs', secured: false }, { path: '/', secured: false }]) {
      const { status, text } = await house.api.send('GET', path, {});
      if (secured) expect([path, status]).toEqual([path, 401]);
      // What was asked for may be named in the answer; nothing else may.
      const answer = text.replaceAll(house.acme.connections.aws, '');
      for (const each of own) if (answer.includes(each)) seen.push(`${path}: ${each}`);
    }
    expect(seen).toEqual([]);
    expect(pages().filter(({ secured }) => secured).length).toBeGreaterThan(40);
  });
});
