import { describe, expect, it } from '@jest/globals';
import { federationIssuer } from './federation-issuer.js';

describe('the issuer of assertions', () => {
  it.each(['https://vitrine.example', 'https://vitrine.example:8443', 'http://127.0.0.1:8080'])('takes %s', (text) => {
    expect(federationIssuer.parse(text)).toBe(text);
  });
  it.each([
    ['a trailing slash, which makes another issuer', 'https://vitrine.example/'],
    ['a path', 'https://vitrine.example/oidc'],
    ['plain http, whose keys anybody on the way could change', 'http://vitrine.example'],
    ['a name and password', 'https://a:b@vitrine.example'],
    ['a query', 'https://vitrine.example?x'],
    ['capitals, which a cloud compares letter for letter', 'https://Vitrine.example'],
    ['no URL', 'vitrine'],
  ])('refuses %s', (_why, text) => {
    expect(federationIssuer.safeParse(text).success).toBe(false);
  });
});
