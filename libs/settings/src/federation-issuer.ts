import { z } from 'zod';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The issuer of the workers' assertions as customers' clouds trust it: one https origin, letter for letter (clouds compare it so). Plain http only
 * on loopback, where no real cloud can fetch it. No path, query or name and password: each would make a second issuer of the same host.
 */
export const federationIssuer = z.string().max(200).refine(isIssuer, 'not an https origin');

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.origin === text && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname)));
}
