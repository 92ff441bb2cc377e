/**
 * Parses UTF-8 JSON; null when the bytes are not that. A byte order mark and broken UTF-8 are refused,
 * because a second reader may skip what the first one kept.
 */
export function parseJson(bytes: Uint8Array): { readonly value: unknown; readonly text: string } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return { value, text };
  } catch {
    return null;
  }
}

/**
 * True when every member is written once and without escapes.
 * Attack: `{"kid":"a","kid":"b"}` reads as b here and as a elsewhere. Only for objects whose strings hold no white space.
 */
export function isWrittenOnce(text: string, value: unknown): boolean {
  return text.replace(/[ \t\r\n]/g, '') === JSON.stringify(value);
}
