import { readFile } from 'node:fs/promises';

/**
 * Code by which something could be opened; none of it may ship with the API (`reference/security.md` §3).
 * jose's error classes come in one file with those of verifying, so the name of a decryption *error* proves nothing and is not looked for.
 */
export const openingCode = /flattenedDecrypt|compactDecrypt|generalDecrypt|createDecipheriv|privateDecrypt|subtle\.decrypt/g;

/** What of the opening side a bundle holds, by name; empty is the promise. */
export async function openingNames(bundleFile: string): Promise<string[]> {
  const text = await readFile(bundleFile, 'utf8');
  return [...new Set(text.match(openingCode) ?? [])].sort();
}

/** AWS command classes in a bundle (`XCommand = class extends`, `class XCommand extends`): each must be declared, or a write could be sent. */
export async function awsCommandClasses(bundleFile: string): Promise<string[]> {
  const text = await readFile(bundleFile, 'utf8');
  const classes = text.matchAll(/\b([A-Z][A-Za-z0-9]*Command)\d*\s*(?:=\s*class\b|extends\b)/g);
  return [...new Set([...classes].map((match) => match[1] ?? ''))].sort();
}

/** String literals of a bundle that are names of actions which write: members of `writeActions` that the bundle spells. */
export async function writeActionLiterals(bundleFile: string, writeActions: ReadonlySet<string>): Promise<string[]> {
  const text = await readFile(bundleFile, 'utf8');
  const found = new Set<string>();
  for (const match of text.matchAll(/(["'`])([A-Z][A-Za-z0-9]{3,60})\1/g)) {
    const literal = match[2];
    if (literal !== undefined && writeActions.has(literal)) found.add(literal);
  }
  return [...found].sort();
}
