import { describe, expect, it } from '@jest/globals';
import { allowedHosts } from './allowed-hosts.generated.js';
import { readConfig } from './config.js';
import { judge } from './destination.js';

const verdictOf = async (webhooks: string, host: string, port = 443): Promise<string> =>
  (await judge({ host, port }, readConfig({ VITRINE_EGRESS_WEBHOOK_HOSTS: webhooks }), () => Promise.resolve(['93.184.216.34']))).verdict;

describe('receivers of webhooks at the egress proxy', () => {
  it('are let through by their whole name, and nothing beside them', async () => {
    const hosts = 'hooks.acme.example, hooks.umbra.example';
    expect(await verdictOf(hosts, 'hooks.acme.example')).toBe('allowed');
    expect(await verdictOf(hosts, 'hooks.umbra.example')).toBe('allowed');
    for (const other of ['acme.example', 'a.hooks.acme.example', 'hooksxacme.example', 'hooks.acme.example.evil.example']) {
      expect([other, await verdictOf(hosts, other)]).toEqual([other, 'refused']);
    }
    expect(await verdictOf(hosts, 'hooks.acme.example', 8_443)).toBe('refused');
    expect(await verdictOf('', 'hooks.acme.example')).toBe('refused');
    expect(readConfig({}).hosts).toEqual(allowedHosts);
  });

  it('are reached at public addresses only, whoever let their name through', async () => {
    const config = readConfig({ VITRINE_EGRESS_WEBHOOK_HOSTS: 'hooks.acme.example' });
    expect(await judge({ host: 'hooks.acme.example', port: 443 }, config, () => Promise.resolve(['10.0.0.1']))).toEqual({ verdict: 'refused', why: 'address' });
  });

  it.each(['*.acme.example', 'https://hooks.acme.example', 'Hooks.acme.example', '10.0.0.1', '2130706433', 'hooks.acme.example:443', 'localhost', '.*'])(
    'refuse to start over %s, which is no whole name of one host; the value is not repeated',
    (name) => {
      expect(() => readConfig({ VITRINE_EGRESS_WEBHOOK_HOSTS: name })).toThrow(/^VITRINE_EGRESS_WEBHOOK_HOSTS: not whole host names/);
    },
  );
});
