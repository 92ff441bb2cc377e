import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../exit-codes.js';
import { readSmallFile, unreadable } from './read-small-file.js';

/** Longest line of an anchor folder's file: a note and room. */
const MAX_LINE_CHARACTERS = 131_072;

const anchoredSchema = z.looseObject({ note: z.string().min(1) });

export interface KeptNotes {
  readonly notes: readonly string[];
  /** Lines that a crash of their writer cut: nothing was compared with them. */
  readonly cutLines: number;
}

/**
 * The checkpoints that somebody kept: a signed note, or the JSON lines of an anchor folder, each with a `note`. Such a file grows for ever and is
 * read as it comes.
 * @throws UsageError where there is none in it, or a line is something else
 */
export async function keptNotes(path: string, folder: string): Promise<KeptNotes> {
  const notes: string[] = [];
  let [at, cutLines] = [0, 0];
  try {
    for await (const line of linesOf(resolve(folder, path))) {
      at += 1;
      if (at === 1 && !line.startsWith('{')) return { notes: [withOneNewline(await readSmallFile(path, folder))], cutLines: 0 };
      if (line.length > MAX_LINE_CHARACTERS) throw new UsageError(`${path} holds no checkpoint on line ${String(at)}`);
      if (line.trim() === '') continue;
      const value = jsonOf(line);
      if (value === 'cut') {
        cutLines += 1;
        continue;
      }
      const parsed = anchoredSchema.safeParse(value.json);
      if (!parsed.success) throw new UsageError(`${path} holds no checkpoint on line ${String(at)}`);
      notes.push(withOneNewline(parsed.data.note));
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  if (notes.length === 0) throw new UsageError(`${path} holds no checkpoint`);
  return { notes, cutLines };
}

/** Without their newlines. What is too long for a line is given up as it is, so that it is not held whole. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let begun = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (begun + String(chunk)).split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
    if (begun.length > MAX_LINE_CHARACTERS) break;
  }
  if (begun !== '') yield begun;
}

/** What copies a note often adds or loses its last newline, which no signature covers. */
const withOneNewline = (note: string): string => `${note.replace(/\n+$/, '')}\n`;

function jsonOf(line: string): { readonly json: unknown } | 'cut' {
  try {
    return { json: JSON.parse(line) as unknown };
  } catch {
    return 'cut';
  }
}
