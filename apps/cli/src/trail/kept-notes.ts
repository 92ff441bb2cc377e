import { z } from 'zod';
import { UsageError } from '../exit-codes.js';
import { readSmallFile } from './read-small-file.js';

const anchoredSchema = z.looseObject({ note: z.string().min(1) });

/** The checkpoints that somebody kept: a signed note, or the JSON lines of an anchor folder, each with a `note`. */
export async function keptNotes(path: string, folder: string): Promise<string[]> {
  const text = await readSmallFile(path, folder);
  if (!text.startsWith('{')) return [withOneNewline(text)];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, at) => {
    const parsed = anchoredSchema.safeParse(jsonOf(line));
    if (!parsed.success) throw new UsageError(`${path} holds no checkpoint on line ${String(at + 1)}`);
    return withOneNewline(parsed.data.note);
  });
}

/** What copies a note often adds or loses its last newline, which no signature covers. */
const withOneNewline = (note: string): string => `${note.replace(/\n+$/, '')}\n`;

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
