import type { z } from 'zod';
import { decodeBase64url } from './base64url.js';
import { EnvelopeError, type EnvelopeFault } from './envelope-error.js';
import { protectedHeaderSchema, type ProtectedHeader } from './envelope.schema.js';
import { isWrittenOnce, parseJson } from './strict-json.js';

/**
 * Reads the protected header of an envelope from its base64url form.
 * @throws EnvelopeError with the first thing wrong: encoding, JSON, algorithm, encryption, members, values
 */
export function parseProtectedHeader(encoded: string): ProtectedHeader {
  const bytes = decodeBase64url(encoded);
  if (bytes === null) throw new EnvelopeError('header-encoding');
  const json = parseJson(bytes);
  if (json === null) throw new EnvelopeError('header-json');
  const parsed = protectedHeaderSchema.safeParse(json.value);
  if (!parsed.success) throw new EnvelopeError(faultOf(parsed.error));
  if (!isWrittenOnce(json.text, json.value)) throw new EnvelopeError('header-repeated');
  return parsed.data;
}

function faultOf(error: z.ZodError): EnvelopeFault {
  const touches = (member: string): boolean => error.issues.some((issue) => issue.path[0] === member);
  if (touches('alg')) return 'header-algorithm';
  if (touches('enc')) return 'header-encryption';
  return error.issues.some((issue) => issue.code === 'unrecognized_keys') ? 'header-members' : 'header-values';
}
