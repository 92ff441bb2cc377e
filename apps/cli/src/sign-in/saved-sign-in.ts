import { mkdirSync, readFileSync, rmSync, writeFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const savedSchema = z.strictObject({ url: z.string(), issuer: z.string(), token: z.string(), expiresAt: z.iso.datetime() });
export type SavedSignIn = z.infer<typeof savedSchema>;

const fileIn = (homeFolder: string): string => join(homeFolder, '.vitrine', 'sign-in.json');

/** Keeps it for this person alone: 0600 in a folder of 0700, replaced whole, so that it never stands there half or wider. */
export function saveSignIn(homeFolder: string, signIn: SavedSignIn): string {
  const file = fileIn(homeFolder);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${String(process.pid)}`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${JSON.stringify(signIn)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(fresh, file);
  return file;
}

/** @returns `none` where nobody signed in to this address, or too long ago */
export function savedSignIn(homeFolder: string, url: string, now: Date): SavedSignIn | 'none' {
  try {
    const saved = savedSchema.parse(JSON.parse(readFileSync(fileIn(homeFolder), 'utf8')));
    // Attack: VITRINE_URL points elsewhere, and the token would go there.
    return new URL(saved.url).origin === new URL(url).origin && new Date(saved.expiresAt) > now ? saved : 'none';
  } catch {
    return 'none';
  }
}

export function forgetSignIn(homeFolder: string): void {
  rmSync(fileIn(homeFolder), { force: true });
}
