/** Every way in which a text may have been written down: plain, base64 and base64url at each alignment, hex, URL-encoded, inside JSON. */
export function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const aligned = [0, 1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last group mix with what stands beside the text.
    const inner = encoded.slice(shift === 0 ? 0 : 4, encoded.length - (encoded.length % 4 === 0 ? 4 : encoded.length % 4));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = bytes.toString('hex');
  return [...new Set([text, ...aligned, hex, hex.toUpperCase(), encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])];
}
