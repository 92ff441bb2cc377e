import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../../package.json', import.meta.url));
const lineSchema = z.object({ text: z.string(), values: z.string() });

export interface RecordedStatements {
  /** What makes a process record: NODE_OPTIONS that load the recorder before it. */
  readonly nodeOptions: string;
  /** Text and parameters of every statement that left the process. */
  read(): Promise<z.infer<typeof lineSchema>[]>;
}

/**
 * Writes a module that notes each statement that a process hands to `pg`.
 * @param building as somebody writes who builds statements from strings: a marked parameter moves into the text
 */
export async function recordStatements(folder: string, mark: string, building: boolean): Promise<RecordedStatements> {
  const [file, log] = [join(folder, 'recorder.mjs'), join(folder, 'statements.jsonl')];
  await writeFile(log, '');
  await writeFile(
    file,
    `import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const { Client } = createRequire(${JSON.stringify(root)})('pg');
const query = Client.prototype.query;
const build = (text, values) => values.reduce((all, value, at) => (JSON.stringify(value ?? null).includes(${JSON.stringify(mark)}) ? all.replaceAll('$' + (at + 1), "'" + String(value) + "'") : all), text);
Client.prototype.query = function (statement, ...rest) {
  const named = typeof statement === 'string' ? undefined : statement;
  const values = (Array.isArray(rest[0]) ? rest[0] : named?.values) ?? [];
  const given = named === undefined ? statement : (named.text ?? named.cursor?.text ?? '');
  const text = ${String(building)} ? build(given, values) : given;
  appendFileSync(${JSON.stringify(log)}, JSON.stringify({ text, values: JSON.stringify(values) }) + '\\n');
  return query.call(this, named === undefined ? text : statement, ...rest);
};
`,
  );
  return {
    nodeOptions: `--import=${file}`,
    read: async () => (await readFile(log, 'utf8')).split('\n').flatMap((line) => (line === '' ? [] : [lineSchema.parse(JSON.parse(line))])),
  };
}
