const alphabet = /^[A-Za-z0-9_-]+$/;

/**
 * Decodes canonical, unpadded base64url; null when the text is anything else.
 * Attack: stray low bits in the last character give one envelope several spellings, and so several digests in the trail.
 * `atob` rather than Buffer: this package also runs in a browser.
 */
export function decodeBase64url(text: string): Uint8Array | null {
  if (!alphabet.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const canonical = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return canonical === text ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : null;
}
