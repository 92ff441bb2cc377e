import { z } from 'zod';
import type { BodyContext } from './body-check.js';

const querySchema = z.strictObject({
  query: z.string().min(1).max(20_000),
  useLegacySql: z.literal(false),
  dryRun: z.boolean(),
  maximumBytesBilled: z.string().regex(/^[1-9]\d{0,14}$/),
  maxResults: z.number().int().min(1).max(50_000).optional(),
  timeoutMs: z.number().int().min(1000).max(30_000).optional(),
  location: z.string().max(40).optional(),
  formatOptions: z.strictObject({ useInt64Timestamp: z.boolean() }).optional(),
});

/** Words that change, load, export or run something; none may stand outside a string, whatever their place. */
const forbiddenWords =
  /\b(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|CREATE|DROP|ALTER|EXPORT|LOAD|CALL|EXECUTE|BEGIN|COMMIT|ROLLBACK|GRANT|REVOKE|DECLARE|SET|ASSERT|UNDROP|EXTERNAL_QUERY|ML|TABLE|PROCEDURE|FUNCTION|MODEL|INFORMATION_SCHEMA)\b/i;

/**
 * Why a BigQuery body is refused, or null: one SELECT over the pinned export table only, dry-run before it is run, bytes capped.
 * Attack: `jobs.query` runs any SQL, so a method and a path do not make it a read.
 */
export function bigQueryRefusal(body: unknown, { holes, pins, dryRuns }: BodyContext): string | null {
  const pin = pins.bigQuery;
  if (pin === undefined) return 'the connection names no export table';
  if (holes['project'] !== pin.jobProject) return 'project is not the pinned one';
  const parsed = querySchema.safeParse(body);
  if (!parsed.success) return 'body is not a query of ours';
  const { query, dryRun, maximumBytesBilled } = parsed.data;
  if (BigInt(maximumBytesBilled) > BigInt(pin.maximumBytesBilled)) return 'maximumBytesBilled is over the limit';
  const refusal = selectRefusal(query, pin.table);
  if (refusal !== null) return refusal;
  if (dryRun) dryRuns.add(query);
  else if (!dryRuns.has(query)) return 'query was not dry-run first';
  return null;
}

/** Why a statement is not a SELECT over exactly `table`, or null. */
export function selectRefusal(query: string, table: string): string | null {
  const tables = [...query.matchAll(/`([^`]*)`/g)].map((match) => match[1]);
  if (tables.some((name) => name !== table)) return 'another table is named';
  // Strings and the checked table names are blanked, so that a word inside a literal neither hides nor raises anything.
  // A triple quote shifts every pair after it: what we took for a literal would be code, `''' ' ''' FROM d.secrets … ''' ' '''`.
  const bare = query.replaceAll(/`[^`]*`/g, '@pinned').replaceAll(/'[^'\\\n]*'/g, "''");
  if (query.includes("'''") || /["'\\;#]|--|\/\*|`/.test(bare.replaceAll("''", ''))) return 'comments, semicolons and other quotings are not allowed';
  if (!/^\s*SELECT\b/i.test(bare)) return 'not a SELECT';
  return forbiddenWords.test(bare) ? 'a word that does more than read' : sourceRefusal(bare);
}

/** The words that end a list of sources; all are reserved, so none can be a name there. */
const endsSources = /^(?:SELECT|WHERE|GROUP|HAVING|QUALIFY|WINDOW|ORDER|LIMIT|UNION|INTERSECT|EXCEPT)$/i;

/**
 * Why the sources of a statement, at any depth of brackets, are more than the pinned table and lists in its own rows, or null.
 * Attack: `FROM @pinned AS t, d.secrets` and `FROM(d.secrets JOIN @pinned …)` read a second table without a word that a pattern would look for.
 */
function sourceRefusal(bare: string): string | null {
  const tokens = bare.match(/@[\w.@-]*|[A-Za-z_]\w*|\S/g) ?? [];
  const listing = [false];
  let sources = 0;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1] ?? '';
    const after = tokens[index + 2];
    const isList = /^UNNEST$/i.test(next) && after === '(';
    const begins = /^(?:FROM|JOIN)$/i.test(token);
    if (begins && !isList && (next !== '@pinned' || after === '.')) return 'a source that is not the pinned table';
    if (token === ',' && listing.at(-1) === true && !isList) return 'a second source';
    if (begins) sources += 1;
    if (begins || endsSources.test(token)) listing.splice(-1, 1, begins);
    if (token === '(') listing.push(false);
    if (token === ')') listing.pop();
  }
  return sources === 0 ? 'a source that is not the pinned table' : null;
}
