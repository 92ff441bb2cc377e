import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { ApiUnderTest, Received } from '../testing/api-under-test.js';
import { plantAudit, plantFinding } from '../testing/finding-rows.fixture.js';

let house: ApiHouse;
let database: TestDatabase;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
/** Ids by the name under which they were planted. */
const planted: Record<string, string> = {};

const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const get = async (query: string): Promise<Received> => await as(acme, 'viewer', 'GET', `/v1/findings${query}`);
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, api, acme, umbra } = house);
  const audit = await plantAudit(database, acme);
  const plant = async (name: string, finding: Parameters<typeof plantFinding>[3]): Promise<void> => {
    planted[name] = (await plantFinding(database, acme, audit, finding)).id;
  };
  await plant('dear', { severity: 'high', resource: 'vol-dear', name: '=HYPERLINK("http://x","y")' });
  await plant('equal', { severity: 'critical' });
  await plant('cheap', { severity: 'low', saving: null, gross: null, currency: null });
}, 60_000);
afterAll(async () => await house.stop());

describe('the export', () => {
  it('JSON: exactly the filtered set, in full', async () => {
    const exported = JSON.parse((await get('/export?format=json&severity=critical,high')).text) as { items: { id: string; evidence: unknown }[] };
    expect(exported.items.map(({ id }) => id).sort()).toEqual([planted['dear'], planted['equal']].sort());
    expect(exported.items[0]?.evidence).toMatchObject({ formula: '100 GB × 0.08' });
    expect(JSON.parse((await get('/export?format=json&q=nothing-like-it')).text)).toEqual({ items: [] });
  });

  it('case 48: CSV makes cells inert that a spreadsheet would run', async () => {
    const read = await get('/export?format=csv&q=hyperlink');
    expect([read.status, read.headers.get('content-type'), read.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
      'attachment; filename="vitrine-findings.csv"',
    ]);
    const [header, line] = read.text.split('\r\n');
    expect(header?.split(',').slice(0, 3)).toEqual(['id', 'cloud', 'account_id']);
    expect(line).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    for (const name of ['+1', '-1', '@x', '\tx', '\rx']) {
      await database.poolFor('postgres').query('update vitrine.finding set resource_name = $2 where id = $1', [planted['dear'], name]);
      expect((await get('/export?format=csv&q=vol-dear')).text).toMatch(
        new RegExp(`,"?'\\${name === '\tx' ? 't' : name === '\rx' ? 'r' : name}`.replace('\\t', '\t').replace('\\r', '\r')),
      );
    }
  });

  it('streams thousands page by page: each once, none of another organization', async () => {
    const pool = database.poolFor('postgres');
    const crowd = await plantAudit(database, umbra, 'azure');
    const { id } = await plantFinding(database, umbra, crowd, { cloud: 'azure', rule: 'azure.crowd' });
    const { rows } = await pool.query<{ column_name: string }>(
      `select column_name from information_schema.columns where table_schema = 'vitrine' and table_name = 'finding' and column_name not in ('id', 'fingerprint')`,
    );
    const columns = rows.map(({ column_name: name }) => name).join(', ');
    // Random ids sort anywhere; those after the export's start belong to later findings.
    await pool.query(
      `insert into vitrine.finding (id, fingerprint, ${columns})
       select overlay(gen_random_uuid()::text placing '0000' from 1 for 4)::uuid, encode(sha256(n::text::bytea), 'hex'), ${columns} from vitrine.finding, generate_series(1, 1200) n where id = $1`,
      [id],
    );
    const read = await as(umbra, 'viewer', 'GET', '/v1/findings/export?format=csv&ruleId=azure.crowd');
    const ids = read.text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.slice(0, 36));
    expect([ids.length, new Set(ids).size]).toEqual([1201, 1201]);
    expect((await get('/export?format=csv&ruleId=azure.crowd')).text.trimEnd().split('\r\n')).toHaveLength(1);
  });

  it('422 without a format, 406 for a client that takes neither, 401 without a token', async () => {
    expect(outcome(await get('/export'))).toEqual([422, 'invalid-format']);
    expect((await as(acme, 'viewer', 'GET', '/v1/findings/export?format=csv', { headers: { accept: 'application/xml' } })).status).toBe(406);
    expect((await api.send('GET', '/v1/findings/export?format=csv')).status).toBe(401);
  });
});
