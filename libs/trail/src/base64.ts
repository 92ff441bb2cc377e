/** Bytes of standard Base 64 (RFC 4648 §4); `null` where another text would have meant the same bytes. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
