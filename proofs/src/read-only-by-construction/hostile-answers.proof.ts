import type { RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { CloudSession, readPages } from '@vitrine/cloud-readers';
import { z } from 'zod';
import type { Attempt, Outcome, Proof } from '../proof.js';
import { buildClients, endpointsOf, startHostileCloud } from './hostile-cloud.js';
import { buildReaders, type Removal } from './readers-under-attack.js';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

const uncapped: Removal = { file: 'transports/http-sender.ts', search: "if (size > limit) throw failure('response-too-large', null);", replace: '' };
const endless: Removal = { file: 'engine/read-pages.ts', search: 'export const mostPages = 10_000;', replace: 'export const mostPages = 50_000;' };

interface HostileAnswer {
  readonly name: string;
  send(response: ServerResponse): void;
  /** What a job may learn; nothing of it is `read`. */
  readonly expected: RegExp;
}

const json = { 'content-type': 'application/json' };
/** 64 MiB of blanks, over and over: gzip members one after the other are one answer. */
let bomb: Buffer | undefined;
const member = (): Buffer => (bomb ??= gzipSync(Buffer.alloc(64 * mebibyte, ' '), { level: 1 }));

function answers(guard: Attempt['guard']): HostileAnswer[] {
  // Without the cap the bomb would fill the machine that runs this proof: a smaller one shows as much.
  const members = guard === 'standing' ? gibibyte / (64 * mebibyte) : 2;
  return [
    {
      name: `gzip of ${String(members * 64)} MiB`,
      expected: /response-too-large/,
      send: (response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(Buffer.concat(Array.from({ length: members }, member))),
    },
    { name: '33 MiB plain', expected: /response-too-large/, send: (response) => response.writeHead(200, json).end(Buffer.alloc(33 * mebibyte, ' ')) },
    {
      name: 'JSON 1,000,000 deep',
      expected: /json-malformed|answer-unexpected|malformed/,
      send: (response) => response.writeHead(200, json).end(`${'['.repeat(1_000_000)}`),
    },
    {
      name: 'half an answer',
      expected: /malformed|cloud-unreachable|unexpected/,
      send: (response) => response.writeHead(200, { ...json, 'content-length': '4096' }).write('{"a":', () => response.destroy()),
    },
    {
      name: 'XML entities that multiply',
      expected: /malformed|unexpected/,
      send: (response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(laughs),
    },
    {
      name: 'an unknown encoding',
      expected: /response-unreadable/,
      send: (response) => response.writeHead(200, { ...json, 'content-encoding': 'rot13' }).end('{}'),
    },
    { name: 'not UTF-8', expected: /malformed|unexpected/, send: (response) => response.writeHead(200, json).end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])) },
  ];
}

const laughs = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, level) => `<!ENTITY a${String(level)} "${`&a${level === 0 ? '' : String(level - 1)};`.repeat(10)}">`).join('')}]><DescribeRegionsResponse>&a19;</DescribeRegionsResponse>`;

/** T38: the cloud's account is the customer's, and so is what it says. */
export const proof: Proof = {
  attack: 'answers that never end, that are 1 GiB once unpacked, 33 MiB plain, too deep, cut off, multiplied, unreadable; `__proto__`; a next page for ever',
  expected: 'every answer over a limit is `unavailable` by name in all three transports, paging ends at 10,000, nothing is polluted, memory grows by ≤ 512 MiB',
  pace: 'whole',
  mutation: { removes: 'the limits of answers and of pages' },
  async attempt({ guard, say }) {
    const transports = await throughTransports(guard, say);
    const pages = await pagesOf(guard);
    const clean = await unpolluted();
    return {
      held: transports.held && pages === 10_001 && clean,
      seen: `${transports.seen}; paging ended after ${String(pages - 1)} pages; prototype ${clean ? 'clean' : 'polluted'}`,
    };
  },
};

async function throughTransports(guard: Attempt['guard'], say: (text: string) => void): Promise<Outcome> {
  let answer: HostileAnswer | undefined;
  const listener: RequestListener = (request, response) => {
    response.on('error', () => undefined);
    request.resume().on('end', () => answer?.send(response));
  };
  const cloud = await startHostileCloud(listener);
  const { clients, built } = await buildClients(guard === 'standing' ? [] : [uncapped]);
  let named = 0;
  let asked = 0;
  const before = process.memoryUsage().rss;
  let largest = 0;
  try {
    for (const each of answers(guard)) {
      answer = each;
      for (const name of ['aws', 'azure', 'gcp'] as const) {
        asked += 1;
        const told = await clients.call(name, endpointsOf(cloud), AbortSignal.timeout(60_000));
        largest = Math.max(largest, process.memoryUsage().rss - before);
        if (each.expected.test(told)) named += 1;
        else say(`  ${each.name}, ${name}: ${told}`);
      }
    }
  } finally {
    await Promise.all([cloud.close(), built.remove()]);
  }
  const mebibytes = Math.round(largest / mebibyte);
  return {
    held: named === asked && mebibytes <= 512,
    seen: `${String(named)} of ${String(asked)} named for what they are, ${String(mebibytes)} MiB more at most`,
  };
}

const pagingSchema = z.object({ readPages: z.custom<typeof readPages>((value) => typeof value === 'function') });

/** Every page names a further one, never the same twice. @returns how many outcomes the walk gave, the last of them its end */
async function pagesOf(guard: Attempt['guard']): Promise<number> {
  const built = await buildReaders(`export { readPages } from 'readers:engine/read-pages.ts';`, guard === 'standing' ? [] : [endless]);
  let asked = 0;
  const session: CloudSession = {
    call: (request) => Promise.resolve({ outcome: 'read', body: { next: String((asked += 1)), operation: request.operation }, requestId: null }),
    close: () => undefined,
  };
  const reader = {
    ...{ id: 'proof.endless', cloud: 'aws', resourceType: 'proof', pageSize: 1, operations: ['ec2:DescribeVolumes'], shape: {}, item: z.unknown() },
    request: () => ({ operation: 'ec2:DescribeVolumes' }),
    page: (body: unknown) => ({ items: [], next: z.object({ next: z.string() }).parse(body).next }),
  };
  try {
    const { readPages: walk } = pagingSchema.parse(built.module);
    let given = 0;
    // Only what the walk itself calls is there; a reader for a rule has more.
    for await (const _page of walk(reader as unknown as Parameters<typeof readPages>[0], { cloud: 'aws', accountId: '1', region: null }, session, {
      pageToken: null,
      signal: new AbortController().signal,
    })) {
      given += 1;
      if (given > 11_000) break;
    }
    return given;
  } finally {
    await built.remove();
  }
}

/** An answer whose members are called as the roots of all objects. */
async function unpolluted(): Promise<boolean> {
  const cloud = await startHostileCloud((request, response) => {
    request
      .resume()
      .on('end', () =>
        response.writeHead(200, json).end('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"items":{"__proto__":{"disks":[]}}}'),
      );
  });
  const { clients, built } = await buildClients([]);
  try {
    for (const name of ['azure', 'gcp'] as const) await clients.call(name, endpointsOf(cloud), AbortSignal.timeout(20_000));
    return !('polluted' in {});
  } finally {
    await Promise.all([cloud.close(), built.remove()]);
  }
}
