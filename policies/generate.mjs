// `node policies/generate.mjs`: validates the policies strictly, numbers their set and writes what the API compiles in. `--check` writes nothing.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import cedar from '@cedar-policy/cedar-wasm/nodejs';

const folder = import.meta.dirname;
const target = join(folder, '../apps/api/src/auth/policy/policies.generated.ts');
const read = (name) => readFileSync(join(folder, name), 'utf8');
const fail = (...lines) => {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
};

const schema = read('schema.cedarschema');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.cedar'))
  .sort();
const policies = {};
for (const file of files) {
  const parts = cedar.policySetTextToParts(read(file));
  if (parts.type === 'failure') fail(file, JSON.stringify(parts.errors, null, 2));
  for (const text of parts.policies) {
    const json = cedar.policyToJson(text);
    if (json.type === 'failure') fail(file, JSON.stringify(json.errors, null, 2));
    const { id, description } = json.json.annotations ?? {};
    if (!id?.startsWith(`${file.replace('.cedar', '')}.`) || !description || policies[id]) fail(`${file}: a policy without its own @id or @description`, text);
    policies[id] = text;
  }
}

const answer = cedar.validate({ schema, policies: { staticPolicies: policies } });
if (answer.type === 'failure') fail(JSON.stringify(answer.errors, null, 2));
if (answer.validationErrors.length + answer.validationWarnings.length > 0) fail(JSON.stringify([answer.validationErrors, answer.validationWarnings], null, 2));

const digest = createHash('sha256')
  .update(JSON.stringify([schema, policies]))
  .digest('hex')
  .slice(0, 16);
const [number, known] = read('version').trim().split(' ');
const version = known === digest ? `${number} ${digest}` : `${Number(number) + 1} ${digest}`;
const actions = Object.keys(cedar.schemaToJson(schema).json[''].actions)
  .filter((name) => name.includes('.'))
  .sort();
const generated = `// Written by policies/generate.mjs from policies/*.cedar; do not edit.
export const policySetVersion = ${JSON.stringify(version.replace(' ', '+'))};

export const policyActions = ${JSON.stringify(actions, null, 2)} as const;
export type PolicyAction = (typeof policyActions)[number];

export const policySchema = ${JSON.stringify(schema)};

export const policyTexts: Readonly<Record<string, string>> = ${JSON.stringify(policies, null, 2)};
`;
if (process.argv.includes('--check')) {
  if (read('version').trim() !== version || readFileSync(target, 'utf8') !== generated) fail('policies changed: run node policies/generate.mjs');
} else {
  writeFileSync(join(folder, 'version'), `${version}\n`);
  writeFileSync(target, generated);
}
process.stdout.write(`${version}: ${String(Object.keys(policies).length)} policies, ${String(actions.length)} actions\n`);
