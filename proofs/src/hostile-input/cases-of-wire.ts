import { each, type Attacked, type CatalogueCase } from './catalogue-case.js';
import { outcomeOfBytes, sendBytes } from './shot.js';

/** Cases 2, 15 and 49: what only a raw socket can send. */
async function bytes({ api }: Attacked, text: string): Promise<string> {
  const { text: answer, closed } = await sendBytes(api.port, text);
  return `${outcomeOfBytes(answer)}${closed ? ', closed' : ', left open'}`;
}
const post = (headers: string, body = ''): string => `POST /v1/members HTTP/1.1\r\n${headers}Content-Type: application/json\r\n\r\n${body}`;
const HOST = 'Host: localhost\r\n';
const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;

/** Requests on whose end or target two servers may disagree, or that none should understand. */
export const smuggling: readonly string[] = [
  post(`${HOST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n`, '0\r\n\r\n'),
  post(`${HOST}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n`, '{}'),
  post(`${HOST}Content-Length: 2\r\nContent-Length: 3\r\n`, '{}'),
  post(`${HOST}Content-Length: +2\r\n`, '{}'),
  post(`${HOST}Content-Length: 2, 2\r\n`, '{}'),
  post(`${HOST}Transfer-Encoding: chunked, identity\r\n`, '0\r\n\r\n'),
  post(`${HOST}Transfer-Encoding : chunked\r\n`, '0\r\n\r\n'),
  post(`${HOST}Transfer-Encoding: chunked\r\n`, 'zz\r\n'),
  post(`${HOST}X-A: b\rc\r\n`),
  post(`${HOST}X-A: b\nX-B: c\r\n`.replace('\n', '\n\r')),
  post(`${HOST}X-A: \u0000\r\n`),
  post('Host: evil.test/path\r\n'),
  post('Host: a@evil.test\r\n'),
  post(`${HOST}Host: evil.test\r\n`),
  post(''),
  `GET /v1/members HTTP/1.1\n\nGET / HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://evil.test/livez HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://evil.test/v1/members HTTP/9.9\r\n${HOST}\r\n`,
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
];

export const casesOfWire: readonly CatalogueCase[] = [
  {
    number: 2,
    what: 'two Authorization headers, since a proxy may have read the other one',
    expected: '400 malformed-request, closed',
    seen: async (attacked) => {
      const { owner, viewer } = attacked.tokens;
      return await bytes(attacked, `GET /v1/members HTTP/1.1\r\n${HOST}Authorization: Bearer ${viewer}\r\nAuthorization: Bearer ${owner}\r\n\r\n`);
    },
  },
  {
    number: 15,
    what: 'a chunked body without an end: silent, and growing past the limit',
    expected: '408 request-timeout, closed / 413 body-too-large, closed',
    seen: async (attacked) => {
      const silent = await bytes(attacked, post(`${HOST}Transfer-Encoding: chunked\r\n`, '1\r\n{\r\n'));
      const growing = await bytes(attacked, post(`${HOST}Transfer-Encoding: chunked\r\n`, chunk.repeat(17)));
      return `${silent} / ${growing}`;
    },
  },
  {
    number: 49,
    what: `${String(smuggling.length)} of CL + TE, CR and LF in headers, bad Host, wrong chunk sizes`,
    expected: '400 malformed-request, closed',
    seen: async (attacked) => await each(smuggling, async (text) => await bytes(attacked, text)),
  },
];
