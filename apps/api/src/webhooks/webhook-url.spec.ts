import { describe, expect, it } from '@jest/globals';
import { receiverUrl } from './webhook-url.js';

describe('the URL of a receiver', () => {
  it.each([
    ['https://hooks.example.com', 'https://hooks.example.com/'],
    ['https://Hooks.Example.com:443/a?b=c', 'https://hooks.example.com/a?b=c'],
    ['https://hooks.example.com:8443/x', 'https://hooks.example.com:8443/x'],
  ])('takes %s', (text, canonical) => {
    expect(receiverUrl(text, new Set())).toBe(canonical);
  });

  it.each([
    'http://hooks.example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://localhost/',
    'https://redis.internal/',
    'https://redis/',
    'https://hooks.example.com:6379/',
    'https://user:secret@hooks.example.com/',
    'https://hooks.example.com/#x',
    'https:\\\\hooks.example.com/',
    'https://hooks.example.com/\n',
    'gopher://hooks.example.com/',
    'file:///etc/passwd',
    '//hooks.example.com',
    'hooks.example.com',
    '',
  ])('refuses %j', (text) => {
    expect(() => receiverUrl(text, new Set())).toThrow(expect.objectContaining({ code: 'invalid-url' }));
  });

  it('lets an operator’s test host hold for its own host and port alone', () => {
    const testHosts = new Set(['127.0.0.1:9000']);
    expect(receiverUrl('http://127.0.0.1:9000/x', testHosts)).toBe('http://127.0.0.1:9000/x');
    expect(() => receiverUrl('http://127.0.0.1:9001/x', testHosts)).toThrow();
  });
});
