import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialSchema, gcpKeyFromFile, parseCredential } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { projectRoot } from './access-levels.js';
import { googleFileTricks, keyFileTricks } from './google-file-tricks.js';
import { urlTakers } from './url-takers.js';

/** Texts that may look like anything because nobody ever asks them for a host: each with what is done with it instead. */
const explained: Readonly<Record<string, string>> = {
  name: 'shown',
  'rates[].source': 'shown beside a rate',
  'discounts[].service': 'compared with services of the bill',
  'prices[].sku': 'compared with SKUs of the bill',
  'prices[].unit': 'compared with units of the bill',
  url: 'a webhook’s: https, a public name, addresses checked and pinned at every attempt, no redirect, no cloud credential (send-message.spec.ts)',
  tagKey: 'compared with tags',
  tagValue: 'compared with tags',
  reason: 'shown',
  'settings.excludeTags[]': 'compared with tags',
  'settings.rules[]': 'compared with rule ids',
  'rules[]': 'compared with rule ids',
  'settings.accounts[]': 'compared with account ids',
  issuer: 'compared with the operator’s issuers and families of issuers; keys are fetched from those alone, at their own host (pinnable-issuers.spec.ts)',
  subject: 'compared with a token’s subject',
  'identity.issuer': 'compared with the issuer of whoever accepts the invitation',
  'identity.subject': 'compared with the subject of whoever accepts the invitation',
  audience: 'compared with a token’s audience',
  tenant: 'compared with a token’s claim; in an issuer it is a GUID',
  'assignment.value': 'compared with a token’s roles or groups',
  token: 'a token, verified by the pin that comes with it and not kept',
  'workload.environment': 'compared with a claim of a CI service’s token',
  'workload.ref': 'compared with a claim of a CI service’s token',
  'bill.prefix': 'a folder of the named bucket: part of a path, to which gate and session policy are pinned (export-pin.spec.ts)',
  'bill.directory': 'a folder of the named container: part of a path, to which the gate is pinned (export-pin.spec.ts)',
  ticket: 'shown',
  'credential.* (anything)': 'judged by the kind’s own schema, which this proof walks too',
  'envelope.* (anything)': 'an envelope, whose plaintext the kind’s own schema judges',
  externalId: 'sent to STS as a form value; Vitrine’s own text',
  clientSecret: 'sent to Entra as a form value',
  accessToken: 'sent as a bearer token',
  sessionToken: 'sent as a header',
};

const operationSchema = z.looseObject({ requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional() });
const openApiSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** T16, T17, T18: what cannot be said cannot be obeyed. */
export const proof: Proof = {
  attack: 'a URL in any field of any request or credential; Google credential files that name hosts, files, commands, universes',
  expected: '0 fields take a URL but a webhook’s, which has walls of its own, and texts that are never a host; 16 of 16 Google tricks refused or stripped',
  pace: 'quick',
  mutation: { removes: 'the strictness of the key’s schema (a copy that takes `tokenUri`)' },
  attempt({ guard }) {
    const api = openApiSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'apps/api/openapi.json'), 'utf8')));
    const bodies = Object.values(api.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ requestBody }) =>
        Object.entries(requestBody?.content ?? {}).flatMap(([type, { schema }]) => (type.includes('json') ? [schema] : [])),
      ),
    );
    const kinds = guard === 'standing' ? credentialSchema : z.union([credentialSchema, z.object({ kind: z.literal('gcp.key'), tokenUri: z.string() })]);
    const json = z.looseObject({ $defs: z.record(z.string(), z.unknown()).default({}) }).parse(z.toJSONSchema(kinds, { unrepresentable: 'any', io: 'input' }));
    const takers = [...bodies.flatMap((schema) => urlTakers(schema, api.components.schemas)), ...urlTakers(json, json.$defs)];
    const unexplained = [...new Set(takers.filter((path) => explained[path] === undefined))];
    const parse = guard === 'standing' ? parseCredential : (input: unknown): unknown => input;
    const refused = tricksRefused(parse);
    return Promise.resolve({
      held: unexplained.length === 0 && refused === 16 && bodies.length > 5,
      seen: `${String(bodies.length)} request bodies and ${String(credentialSchema.options.length)} kinds walked; ${String(unexplained.length)} fields take a URL${unexplained.length === 0 ? '' : ` (${unexplained.join(', ')})`}; ${String(refused)} of 16 tricks refused or stripped`,
    });
  },
};

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const keyFile = {
  ...{ type: 'service_account', client_email: 'auditor@shop-one.iam.gserviceaccount.com', private_key: privateKey },
  ...{ private_key_id: 'a'.repeat(40), project_id: 'shop-one' },
};

/** A trick is beaten where it is refused, or where nothing of it is left in what would be sealed. */
function tricksRefused(parse: (input: unknown) => unknown): number {
  const beaten = (read: () => unknown): boolean => {
    try {
      return !/evil|169\.254|executable|credential_source|\/run\//.test(JSON.stringify(read()));
    } catch {
      return true;
    }
  };
  const whole = googleFileTricks.filter(([, file]) => beaten(() => gcpKeyFromFile(file)) && beaten(() => parse({ kind: 'gcp.key', ...file })));
  const members = keyFileTricks.filter(
    ([, more]) => beaten(() => gcpKeyFromFile({ ...keyFile, ...more })) && beaten(() => parse({ kind: 'gcp.key', ...keyFile, ...more })),
  );
  return whole.length + members.length;
}
