import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../package.json', import.meta.url));

/**
 * Writes a module that, loaded before an API process, makes its repositories forget whose rows they want: every `organization_id = $1` becomes
 * true on its way to the database. What is in the checkout stays as it is, and the process that loads this is the attempt's own.
 * @returns the NODE_OPTIONS that load it
 */
export async function forgetfulRepositories(folder: string): Promise<string> {
  const file = join(folder, 'forgetful.mjs');
  await writeFile(
    file,
    `import { createRequire } from 'node:module';
const { Client } = createRequire(${JSON.stringify(root)})('pg');
const query = Client.prototype.query;
const forget = (text) => text.replace(/(\\w+\\.)?organization_id = \\$1\\b/g, '$$1::uuid is not null');
Client.prototype.query = function (statement, ...rest) {
  if (typeof statement === 'string') return query.call(this, forget(statement), ...rest);
  if (typeof statement?.text === 'string' && typeof statement.submit !== 'function') return query.call(this, { ...statement, text: forget(statement.text) }, ...rest);
  return query.call(this, statement, ...rest);
};
`,
  );
  return `--import=${file}`;
}
