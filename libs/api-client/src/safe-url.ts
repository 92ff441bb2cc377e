const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/**
 * An address that a token or a code may be sent to: https, or http on loopback.
 * Attack: a secret that is sent in clear to whoever is between; on loopback there is nobody.
 */
export function safeUrl(text: string): URL | 'unsafe' {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) ? url : 'unsafe';
}
