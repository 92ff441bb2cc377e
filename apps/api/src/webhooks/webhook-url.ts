import { isIP } from 'node:net';
import { refusal } from '../http/problem.js';

/** Names that no public service has (RFC 6761, RFC 8375), and those by which a machine means itself. */
const privateNames = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|test|invalid|example)$/;
const hostName = /^(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/**
 * A receiver's URL in its one canonical spelling. Attacks: a URL that means something within our network (T17). This is the first wall; the
 * second is the worker's, which resolves the name at every attempt, takes public addresses only and follows no redirect.
 * @param testHosts `host:port` pairs of the operator's, for receivers in tests
 * @throws VitrineError 422 `invalid-url`
 */
export function receiverUrl(text: string, testHosts: ReadonlySet<string>): string {
  // No URL: parsers read back slashes, tabs and line breaks as they like.
  const url = /^[\x21-\x7e]+$/.test(text) && !text.includes('\\') && URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') throw invalidUrl();
  if (testHosts.has(`${url.hostname}:${url.port}`)) return url.href;
  const port = url.port === '' || url.port === '8443';
  // `https://2130706433/` and `https://[::1]/` are addresses too: the parser has spelt them out by now.
  const named = hostName.test(url.hostname) && isIP(url.hostname) === 0 && !privateNames.test(url.hostname);
  if (url.protocol !== 'https:' || !port || !named) throw invalidUrl();
  return url.href;
}

function invalidUrl(): Error {
  return refusal(422, 'invalid-url', 'The URL is https with a public host name, on port 443 or 8443, without user, password and fragment.', {
    errors: [{ pointer: '/url', code: 'invalid-url' }],
  });
}
