import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

/** A text that occurs nowhere by chance. `extra` brings characters that URL encoding changes. */
export function canary(extra = ''): string {
  return `Canary${randomBytes(12).toString('hex')}${extra}`;
}

/** Every form in which a canary may have been written down: plain, base64 and base64url at each alignment, hex, URL-encoded, JSON. */
export function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const aligned = [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last groups mix with whatever stands beside the canary.
    const inner = encoded.slice(shift === 0 ? 0 : 4, encoded.length - (encoded.length % 4 === 0 ? 4 : encoded.length % 4));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = bytes.toString('hex');
  return [...new Set([text, ...aligned, hex, hex.toUpperCase(), encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])];
}

export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Where any form of any canary stands, as `place: form number of canary number`; the canaries themselves are not printed. */
export function hunt(canaries: readonly string[], places: readonly Place[]): string[] {
  const forms = canaries.map(formsOf);
  return places.flatMap(({ name, text }) =>
    forms.flatMap((ofOne, number) => ofOne.flatMap((form, at) => (text.includes(form) ? [`${name}: form ${String(at)} of canary ${String(number)}`] : []))),
  );
}

const CHUNK = 8 * 1024 * 1024;

/** Which of the texts stand in the writable memory of a process that we started, in one or two bytes a character. */
export function findInMemory(pid: number, texts: readonly string[]): string[] {
  const needles = texts.map((text) => ({ text, bytes: [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')] }));
  const found = new Set<string>();
  const memory = openSync(`/proc/${String(pid)}/mem`, 'r');
  try {
    for (const line of readFileSync(`/proc/${String(pid)}/maps`, 'utf8').split('\n')) {
      const [, from = '', to = '', mode = ''] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(line) ?? [];
      if (!mode.startsWith('rw')) continue;
      for (let at = BigInt(`0x${from}`); at < BigInt(`0x${to}`); at += BigInt(CHUNK)) {
        const chunk = readAt(memory, at, Number(BigInt(`0x${to}`) - at));
        for (const { text, bytes } of needles) if (bytes.some((each) => chunk.includes(each))) found.add(text);
      }
    }
  } finally {
    closeSync(memory);
  }
  return [...found];
}

/** With an overlap, so that a text across two chunks is seen. */
function readAt(memory: number, at: bigint, left: number): Buffer {
  const buffer = Buffer.alloc(Math.min(left, CHUNK + 512));
  try {
    return buffer.subarray(0, readSync(memory, buffer, 0, buffer.length, at));
  } catch {
    // A mapping may go, or have no page behind it, while we read.
    return Buffer.alloc(0);
  }
}
