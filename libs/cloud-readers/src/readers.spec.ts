import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { AnyReader } from './engine/define-reader.js';
import { mostPages, readPages, type ReadPage } from './engine/read-pages.js';
import type { ReaderFixture } from './engine/reader-fixture.js';
import type { CloudSession } from './engine/cloud-request.js';
import { operationById } from './operations/manifest.js';
import { replaySession } from './replay-session.js';

const folder = dirname(fileURLToPath(import.meta.url));
const files = ['aws', 'azure', 'gcp'].flatMap((cloud) =>
  readdirSync(join(folder, cloud), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, cloud, name)),
);
const readerFiles = files.filter((name) => name.endsWith('.reader.ts') && !name.endsWith('.metric-reader.ts')).sort();
const signal = new AbortController().signal;

interface Case {
  readonly path: string;
  readonly fixture: ReaderFixture<unknown>;
}
const cases: Case[] = [];
for (const file of readerFiles) {
  const fixtureFile = file.replace('.reader.ts', '.fixture.ts');
  // A module found by walking the folder has no static type; the harness below checks every member it uses.
  const module = (await import(pathToFileURL(fixtureFile).href)) as { readonly fixture: ReaderFixture<unknown> };
  cases.push({ path: relative(folder, file), fixture: module.fixture });
}

async function walk(fixture: ReaderFixture<unknown>, session: CloudSession): Promise<ReadPage<unknown>[]> {
  const pages: ReadPage<unknown>[] = [];
  for await (const page of readPages(fixture.reader, fixture.scope, session, { pageToken: null, signal })) pages.push(page);
  return pages;
}

const denied = {
  aws: (permission: string) => ({
    status: 403,
    text: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:sts::111122223333:assumed-role/V/v is not authorized to perform: ${permission}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  }),
  azure: (permission: string) => ({
    status: 403,
    text: JSON.stringify({
      error: {
        code: 'AuthorizationFailed',
        message: `The client 'x' with object id 'x' does not have authorization to perform action '${permission}' over scope '/subscriptions/x'.`,
      },
    }),
  }),
  gcp: (permission: string) => ({
    status: 403,
    text: JSON.stringify({
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: `Required '${permission}' permission for 'projects/shop-production'`,
        errors: [{ reason: 'forbidden' }],
      },
    }),
  }),
} as const;

describe.each(cases)('$path', ({ path, fixture }) => {
  const { reader } = fixture as { reader: AnyReader };

  it('is named by its path and calls declared operations of its own cloud only', () => {
    expect(reader.id).toBe(path.replace(/\.reader\.ts$/, '').replaceAll('/', '.'));
    for (const id of reader.operations) expect(operationById(id)).toMatchObject({ cloud: reader.cloud, list: 'inventory' });
  });

  it('reads its fixture page by page, item by item', async () => {
    const { session, sent } = replaySession(reader.cloud, fixture.answers);
    const pages = await walk(fixture, session);
    const items = pages.flatMap((page) => (page.outcome === 'read' ? page.items : []));
    expect(pages.map((page) => (page.outcome === 'read' ? page.rejected : page))).toEqual(fixture.answers.map(() => []));
    expect(items).toEqual(fixture.items);
    expect(sent).toHaveLength(fixture.answers.length);
    expect(pages.at(-1)).toMatchObject({ next: null });
    expect(reader.identify(items[0], fixture.scope)).toEqual(fixture.identity);
  });

  it('gives items that survive being stored as JSON', () => {
    expect(JSON.parse(JSON.stringify(fixture.items))).toEqual(fixture.items);
  });

  it('keeps no secret that an answer carries along', () => {
    expect(JSON.stringify(fixture.items)).not.toMatch(/not[- ]kept|PASSWORD/);
  });

  it('says "denied" with the permission where the provider refuses', async () => {
    const [first] = reader.operations;
    const { permission } = operationById(first);
    const [page, ...more] = await walk(fixture, replaySession(reader.cloud, [denied[reader.cloud](permission)]).session);
    expect(page).toMatchObject({ outcome: 'denied', operation: first });
    expect(page).toMatchObject({ permission });
    expect(more).toEqual([]);
  });

  it('says "unavailable", never "nothing there", for an answer of another kind', async () => {
    for (const answer of ['<html><body>Welcome</body></html>', '', '[]', 'null', '{"unrelated":true}', '<Response/>']) {
      const pages = await walk(fixture, replaySession(reader.cloud, [answer]).session);
      // Google leaves out empty lists, so an object without one is an empty page there and nowhere else.
      if (answer.startsWith('{') && reader.cloud === 'gcp') continue;
      expect([answer, pages.at(-1)?.outcome]).toEqual([answer, 'unavailable']);
    }
  });

  it('counts and names an item that does not parse, and keeps the others', async () => {
    const spoiled: AnyReader = {
      ...reader,
      page: (body, input) => ({
        ...reader.page(body, input),
        items: [{ ['__proto__']: { polluted: true }, hostile: '\0' }, ...reader.page(body, input).items],
      }),
    };
    const pages = await walk({ ...fixture, reader: spoiled }, replaySession(reader.cloud, fixture.answers).session);
    const rejected = pages.flatMap((page) => (page.outcome === 'read' ? page.rejected : []));
    expect(rejected).toHaveLength(fixture.answers.length);
    expect(rejected[0]?.reason).toMatch(/^[\w.@$]*: [a-z_]+$/);
    expect(pages.flatMap((page) => (page.outcome === 'read' ? page.items : []))).toEqual(fixture.items);
  });

  it('does not walk in a circle when a provider repeats its token (T38)', async () => {
    const [first = ''] = fixture.answers;
    const pages = await walk(fixture, replaySession(reader.cloud, [first]).session);
    expect(pages.length).toBeLessThanOrEqual(3);
    expect(pages.length === 1 || pages.at(-1)?.outcome === 'unavailable').toBe(true);
  });
});

describe('the page walk', () => {
  const [volumes] = cases.filter(({ path }) => path === 'aws/ec2/volumes.reader.ts');
  if (volumes === undefined) throw new Error('the volume fixture is gone');
  const { fixture } = volumes;

  it('ends after 10,000 pages, counted over restarts (T38)', async () => {
    let page = 0;
    const endless: CloudSession = {
      call: () => Promise.resolve({ outcome: 'read', body: { volumeSet: [], nextToken: `page-${String((page += 1))}` }, requestId: null }),
      close: () => undefined,
    };
    const outcomes: string[] = [];
    for await (const each of readPages(fixture.reader, fixture.scope, endless, { pageToken: 'page-x', signal, pagesBefore: mostPages - 3 })) {
      outcomes.push(each.outcome === 'unavailable' ? each.reason : each.outcome);
    }
    expect(outcomes).toEqual(['read', 'read', 'read', 'too-many-pages']);
  });

  it('hands throttling, expiry and a refused token back instead of retrying', async () => {
    const error = (code: string, status: number): object => ({
      status,
      headers: { 'retry-after': '7' },
      text: `<Response><Errors><Error><Code>${code}</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>`,
    });
    for (const [code, status, outcome] of [
      ['RequestLimitExceeded', 503, 'throttled'],
      ['ExpiredToken', 400, 'expired'],
      ['InvalidNextToken', 400, 'token-refused'],
    ] as const) {
      const { session, sent } = replaySession('aws', [error(code, status)]);
      const pages = await walk(fixture, session);
      expect(pages).toMatchObject([{ outcome }]);
      expect(sent).toHaveLength(1);
      if (outcome === 'throttled') expect(pages[0]).toMatchObject({ retryAfterMs: 7000 });
    }
  });

  it('tries a 5xx twice more at once, then says so', async () => {
    const { session, sent } = replaySession('aws', [{ status: 500, text: '<html>oops</html>' }]);
    expect(await walk(fixture, session)).toMatchObject([{ outcome: 'unavailable', reason: 'http-500', retryable: true }]);
    expect(sent).toHaveLength(3);
    const recovered = replaySession('aws', [{ status: 500, text: '' }, ...fixture.answers]);
    expect((await walk(fixture, recovered.session)).every(({ outcome }) => outcome === 'read')).toBe(true);
  });

  it('stops between pages when the job is cancelled', async () => {
    const cancelled = new AbortController();
    const pages = readPages(fixture.reader, fixture.scope, replaySession('aws', fixture.answers).session, { pageToken: null, signal: cancelled.signal });
    expect((await pages.next()).value).toMatchObject({ outcome: 'read' });
    cancelled.abort(new Error('cancelled'));
    await expect(pages.next()).rejects.toThrow('cancelled');
  });

  it('follows a next link back to the same place only, since it carries the token', async () => {
    const [assignments] = cases.filter(({ path }) => path === 'azure/authorization/role-assignments.reader.ts');
    if (assignments === undefined) throw new Error('the role assignment fixture is gone');
    const hostile = [
      'https://evil.example/x',
      'http://management.azure.com/x',
      'https://management.azure.com/subscriptions/x/providers/Microsoft.Authorization/roleAssignments',
      'https://management.azure.com@evil.example/',
      '//evil.example',
      'file:///etc/passwd',
    ];
    for (const nextLink of hostile) {
      const { session, sent } = replaySession('azure', [{ value: [], nextLink }]);
      expect((await walk(assignments.fixture, session)).at(-1)).toMatchObject({ outcome: 'unavailable', reason: 'continuation-refused' });
      expect(sent).toHaveLength(1);
    }
  });
});
