import { z } from 'zod';
import { withClient, type ConnectOptions } from './client.js';

const columnSchema = z.object({
  table: z.string(),
  column: z.string(),
  type: z.string(),
  nullable: z.boolean(),
  generated: z.boolean(),
  members: z.array(z.string()),
});
type Column = z.infer<typeof columnSchema>;

/** Columns with the closed set of texts that a CHECK (… in (…)) of exactly that column allows. */
const COLUMNS = `
  select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, not a.attnotnull as nullable, a.attgenerated <> '' as generated,
    coalesce((
      select array_agg(m[1]) from pg_constraint k cross join lateral regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') m
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like 'CHECK ((' || quote_ident(a.attname) || ' = ANY (ARRAY[%'
    ), '{}') as members
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname = 'vitrine' and c.relkind in ('r', 'p')
  order by c.relname collate "C", a.attnum`;

/** What `pg` makes of a value, with the parsers of `createPool`. */
const TYPES: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  integer: 'number',
  'double precision': 'number',
  // Beyond 2^53 a number would lie; money is never a float.
  bigint: 'string',
  numeric: 'string',
  boolean: 'boolean',
  bytea: 'Buffer',
  json: 'unknown',
  jsonb: 'unknown',
  date: 'string',
  'timestamp with time zone': 'Date',
};

/** The text of `tables.generated.ts`: one row type per table of schema `vitrine`, from the live schema. */
export async function generateTables(connect: ConnectOptions): Promise<string> {
  return await withClient({ applicationName: 'vitrine-generate', ...connect }, async (client) => {
    const { rows } = await client.query(COLUMNS);
    const tables = Map.groupBy(z.array(columnSchema).parse(rows), ({ table }) => table);
    const header = '// Generated from the live schema by `npm run -s generate -w @vitrine/database`; do not edit.\n';
    const rowTypes = [...tables].map(
      ([table, columns]) => `/** A row of \`vitrine.${table}\`. */\nexport interface ${rowName(table)} {\n${columns.map(member).join('')}}\n`,
    );
    const index = `/** Every table of schema \`vitrine\` by its name. */\nexport interface Tables {\n${[...tables.keys()].map((table) => `  ${table}: ${rowName(table)};\n`).join('')}}\n`;
    return [header, ...rowTypes, index].join('\n');
  });
}

function rowName(table: string): string {
  return `${table.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Row`;
}

function member({ column, type, nullable, members }: Column): string {
  const array = type.endsWith('[]');
  const element = TYPES[array ? type.slice(0, -2) : type];
  if (element === undefined) throw new Error(`teach generate-tables.ts the type ${type} (column ${column})`);
  const text = members.length > 0 ? members.map((value) => `'${value}'`).join(' | ') : element;
  return `  ${column}: ${array ? `${text}[]` : text}${nullable && text !== 'unknown' ? ' | null' : ''};\n`;
}
