import { organizationIdSchema } from '@vitrine/contracts';
import { z } from 'zod';

/** First words of every export, with its version. */
export const EXPORT_FORMAT = 'vitrine-trail-export-v1';

const base64Schema = z.base64();

/** What the file is of, and where it begins. Nothing in it is believed without a signature. */
const headerSchema = z.strictObject({
  kind: z.literal('header'),
  format: z.literal(EXPORT_FORMAT),
  /** First line of every checkpoint. */
  origin: z.string().min(1).max(500),
  organizationId: organizationIdSchema,
  epoch: z.int().min(1),
  /** `name+hash+base64` of the keys that signed, to know which published one to compare with. */
  keys: z.array(z.string().min(1).max(1_000)).max(16),
  /** The tree before the first entry of the file: `TreeHead.state()` in Base 64. A whole trail begins at 0 with nothing. */
  from: z.strictObject({ index: z.int().min(0), state: base64Schema }),
  /** The note of the checkpoint that the file ends with; `null` for a trail without entries. It tells a file that was cut on the way from a whole one. */
  head: z.string().max(65_536).nullable(),
});

const entrySchema = z.strictObject({
  kind: z.literal('entry'),
  /** The leaf's JSON as it is stored, to the byte, as a text: never an object, which somebody would write anew. */
  leaf: z.string().min(2).max(262_144),
  /** As the tree holds it (from the tile where there is one, not from the entry's own row), Base 64. */
  leafHash: base64Schema.length(44),
  /** `dropped` where retention dropped it. */
  payload: z.union([z.literal('dropped'), z.strictObject({ salt: base64Schema.length(44), text: z.string().max(1_048_576) })]),
});

const checkpointSchema = z.strictObject({ kind: z.literal('checkpoint'), note: z.string().min(1).max(65_536) });

const exportLineSchema = z.discriminatedUnion('kind', [headerSchema, entrySchema, checkpointSchema]);

export type ExportHeader = z.infer<typeof headerSchema>;
export type ExportEntry = z.infer<typeof entrySchema>;
export type ExportLine = z.infer<typeof exportLineSchema>;

/** The first line. */
export const exportHeaderLine = (header: Omit<ExportHeader, 'kind' | 'format'>): string =>
  `${JSON.stringify({ kind: 'header', format: EXPORT_FORMAT, ...header } satisfies ExportHeader)}\n`;

/** An entry from what is stored. `payload` is `null` where retention dropped it. */
export function exportEntryLine(stored: { leaf: string; leafHash: Buffer; payload: { salt: Buffer; text: string } | null }): string {
  const payload = stored.payload === null ? 'dropped' : { salt: stored.payload.salt.toString('base64'), text: stored.payload.text };
  return `${JSON.stringify({ kind: 'entry', leaf: stored.leaf, leafHash: stored.leafHash.toString('base64'), payload } satisfies ExportEntry)}\n`;
}

/** A checkpoint, right after the last entry that it covers. */
export const exportCheckpointLine = (note: string): string => `${JSON.stringify({ kind: 'checkpoint', note })}\n`;

/** One line of an export, or why it is none, in words for whoever has the file before them. */
export function parseExportLine(line: string): ExportLine | { readonly kind: 'malformed'; readonly why: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'malformed', why: line === '' ? 'the line is empty' : 'the line is not JSON' };
  }
  const parsed = exportLineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.join('.') ?? '';
  return {
    kind: 'malformed',
    why: member === '' ? 'the line is no header, entry or checkpoint' : `member ${member} is not as it should be (${issue?.code ?? ''})`,
  };
}
