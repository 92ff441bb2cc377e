import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Attacked } from './catalogue-case.js';
import { each, outcome, together } from './catalogue-case.js';
import { outcomeOfBytes, sendBytes } from './shot.js';
import { dripMany } from './slow-sockets.js';

/** An attack on the API's patience or memory, and its one right end. */
export interface Bomb {
  readonly what: string;
  readonly expected: string;
  seen(attacked: Attacked): Promise<string>;
}

const MiB = 1024 * 1024;
const HOST = 'Host: localhost\r\n';
const json = { 'content-type': 'application/json' };
const FOCUS =
  'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName,ResourceId,RegionId,SubAccountId,ChargeCategory,ProviderName';
const ROW = '1.50,1.40,USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,AmazonEC2,vol-1,eu-central-1,123456789012,Usage,AWS';

interface Upload {
  readonly name: string;
  readonly head?: string;
  readonly chunk: Buffer;
  readonly chunks: number;
  readonly headers?: Readonly<Record<string, string>>;
}
/** Sends a body chunk by chunk as fast as it is taken, and stops where the server has had enough. */
async function upload({ api, tokens }: Attacked, { name, head = '', chunk, chunks, headers = {} }: Upload): Promise<string> {
  return await new Promise((resolve) => {
    const sent = request({
      host: '127.0.0.1',
      port: api.port,
      agent: false,
      method: 'POST',
      path: `/v1/costs/focus-uploads?name=${name}`,
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${tokens.owner}`, ...headers },
    });
    let answered = false;
    sent.once('response', (response) => {
      answered = true;
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      const settle = (): void => {
        sent.destroy();
        const { statusCode: status = 0 } = response;
        resolve(status < 400 ? String(status) : `${String(status)} ${/"code":"([a-z-]+)"/.exec(text)?.[1] ?? ''}`);
      };
      // The answer may be whole while our body still waits for a reader; a reset may come before its end.
      response.once('end', settle).once('close', settle).once('error', settle);
    });
    sent.once('error', () => {
      if (!answered) resolve('cut off without an answer');
    });
    let left = chunks;
    const more = (): void => {
      while (left > 0 && !answered) {
        left -= 1;
        if (!sent.write(chunk)) return void sent.once('drain', more);
      }
      if (!answered) sent.end();
    };
    sent.write(head);
    more();
  });
}
const raw =
  (text: string) =>
  async ({ api }: Attacked): Promise<string> => {
    const { text: answer, closed } = await sendBytes(api.port, text, 20_000);
    return `${outcomeOfBytes(answer)}${closed ? ', closed' : ', left open'}`;
  };

export const bombs: readonly Bomb[] = [
  {
    what: '100 connections that drip headers (slow loris), while 20 honest requests are made',
    expected: '100 × 408 request-timeout, closed; honest: 200',
    seen: async ({ api }) => {
      const slow = dripMany(api.port, 100, { head: `GET /livez HTTP/1.1\r\n${HOST}`, drop: 'X-A: b\r\n', every: 200, within: 60_000 });
      const honest = await each(Array.from({ length: 20 }), async () => outcome(await api.send({ method: 'GET', path: '/livez' })));
      return `${await slow}; honest: ${honest}`;
    },
  },
  {
    what: '100 connections that drip a body, chunk by chunk',
    expected: '100 × 408 request-timeout, closed',
    seen: async ({ api }) => {
      const head = `POST /v1/members HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
      return await dripMany(api.port, 100, { head, drop: '1\r\n \r\n', every: 200, within: 60_000 });
    },
  },
  {
    what: '100 connections that drip a body which nobody reads, behind a refusal',
    expected: '100 × 404 not-found, closed',
    seen: async ({ api }) => {
      const head = `POST /v1/nothing HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
      return await dripMany(api.port, 100, { head, drop: '1\r\n \r\n', every: 200, within: 60_000 });
    },
  },
  {
    what: '300 requests cut off in the middle of a header or body',
    expected: 'all closed, then 200',
    seen: async ({ api }) => {
      const halves = [`GET /livez HTTP/1.1\r\nHo`, `POST /v1/members HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 90\r\n\r\n{"a`];
      const ends = await Promise.all(Array.from({ length: 300 }, async (_, at) => (await sendBytes(api.port, halves[at % 2] ?? '', 200)).closed));
      // We hang up on each after 200 ms; the server has to notice by itself.
      return `${ends.length === 300 ? 'all closed' : 'some left'}, then ${outcome(await api.send({ method: 'GET', path: '/livez' }))}`;
    },
  },
  { what: '3,000 header lines', expected: '431 headers-too-large, closed', seen: raw(`GET /livez HTTP/1.1\r\n${HOST}${'X-A: b\r\n'.repeat(3_000)}\r\n`) },
  { what: 'one header of 1 MiB', expected: '431 headers-too-large, closed', seen: raw(`GET /livez HTTP/1.1\r\n${HOST}X-A: ${'b'.repeat(MiB)}\r\n\r\n`) },
  { what: 'a target of 1 MiB', expected: '431 headers-too-large, closed', seen: raw(`GET /${'a'.repeat(MiB)} HTTP/1.1\r\n${HOST}\r\n`) },
  {
    what: 'a chunk extension of 20 KiB, which carries nothing',
    expected: '400 malformed-request, closed',
    seen: raw(`POST /v1/members HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(20 * 1024)}`),
  },
  {
    what: '32 bodies of 1 MiB at once: 100,000 keys, depth 300,000, one string, one number',
    expected: '400 malformed-json, 400 too-complex, 401 unauthenticated',
    seen: async ({ api }) => {
      const shapes = [
        JSON.stringify(Object.fromEntries(Array.from({ length: 90_000 }, (_, at) => [at.toString(36), 1]))),
        `${'['.repeat(300_000)}${']'.repeat(300_000)}`,
        `"${'x'.repeat(MiB - 2)}"`,
        `0.${'9'.repeat(MiB - 4)}e`,
      ];
      const sent = Array.from({ length: 32 }, async (_, at) =>
        outcome(await api.send({ method: 'POST', path: '/v1/members', raw: shapes[at % 4] ?? '', headers: json })),
      );
      return together(await Promise.all(sent));
    },
  },
  {
    what: 'an upload that says it is 64 MiB and one byte',
    expected: '413 body-too-large',
    seen: async (attacked) =>
      await upload(attacked, { name: 'said', chunk: Buffer.alloc(MiB, 0x61), chunks: 1, headers: { 'content-length': String(64 * MiB + 1) } }),
  },
  {
    what: 'an upload of 70 MiB that does not say its length',
    expected: '413 body-too-large',
    seen: async (attacked) => await upload(attacked, { name: 'endless', chunk: Buffer.alloc(MiB, 0x61), chunks: 70 }),
  },
  {
    what: 'three uploads of 60 MiB at once that are no bill: one record without an end, no header, binary',
    expected: '422 focus-invalid',
    seen: async (attacked) => {
      const chunks = 60;
      const all = [
        { name: 'record', head: `${FOCUS}\n"`, chunk: Buffer.alloc(MiB, 0x61), chunks },
        { name: 'header', head: 'x,', chunk: Buffer.alloc(MiB, 0x2c), chunks },
        { name: 'binary', chunk: Buffer.alloc(MiB, 0xff), chunks },
      ];
      return together(await Promise.all(all.map(async (one) => await upload(attacked, one))));
    },
  },
  {
    what: 'a gzip bomb as an upload, said and unsaid',
    expected: '415 unsupported-encoding, 422 focus-invalid',
    seen: async (attacked) => {
      const chunk = gzipSync(Buffer.alloc(200 * MiB));
      const said = await upload(attacked, { name: 'said-gzip', chunk, chunks: 1, headers: { 'content-encoding': 'gzip' } });
      return together([said, await upload(attacked, { name: 'unsaid-gzip', chunk, chunks: 1 })]);
    },
  },
  {
    what: 'a bill whose columns are called __proto__, constructor and toString',
    expected: '201',
    seen: async (attacked) =>
      await upload(attacked, { name: 'columns', head: `${FOCUS},__proto__,constructor,toString\n`, chunk: Buffer.from(`${ROW},x,y,z\n`), chunks: 3 }),
  },
];
