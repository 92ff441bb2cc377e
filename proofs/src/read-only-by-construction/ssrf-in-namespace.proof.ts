import { join } from 'node:path';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { buildEgress } from './egress-under-attack.js';
import { makeNamespaces, type Namespaces } from './network-namespaces.js';
import { cloudAddress, hostileNames, ssrfCases, trapAddresses, trapPorts, allowedAuthorities } from './ssrf-cases.js';

const toldSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('case'), authority: z.string(), status: z.string() }),
  z.object({ kind: z.literal('allowed'), authority: z.string(), status: z.string() }),
  z.object({ kind: z.literal('direct'), host: z.string(), outcome: z.string() }),
  z.object({ kind: z.literal('done') }),
]);

/** T17: even code that chose a host would find no way there. Everything happens inside namespaces that this proof makes. */
export const proof: Proof = {
  attack: `${String(ssrfCases.length)} destinations (metadata service, loopback, private, NAT64, mapped, rebinding names, look-alikes) asked of the egress proxy by a worker without another route`,
  expected: `${String(ssrfCases.length)} of ${String(ssrfCases.length)} refused, 0 connections at what lies behind them; allowed hosts pass; direct connections fail`,
  pace: 'whole',
  mutation: { removes: 'the proxy’s judgement of hosts, ports and addresses (in a bundle)' },
  async attempt({ guard, say }) {
    const addresses = [cloudAddress, ...trapAddresses].map((address) => `${address}/${address.includes(':') ? '128' : '32'}`);
    const egress = await buildEgress(guard === 'standing' ? 'with its judgement' : 'without its judgement');
    try {
      const rooms = makeNamespaces(addresses, hostileNames);
      try {
        return await thrown(rooms, egress.file, say);
      } finally {
        await rooms.close();
      }
    } finally {
      await egress.remove();
    }
  },
};

async function thrown(rooms: Namespaces, egressFile: string, say: (text: string) => void): Promise<{ held: boolean; seen: string }> {
  const script = (name: string): string => join(import.meta.dirname, name);
  const traps = rooms.start('world', [
    ...[script('traps.script.js'), '--traps', [...trapAddresses, '127.0.0.1', '::1'].join(',')],
    ...['--ports', trapPorts.join(','), '--cloud', cloudAddress],
  ]);
  await traps.line(/^listening$/);
  const proxy = rooms.start('world', [egressFile], { VITRINE_EGRESS_HOST: rooms.proxyAddress, VITRINE_EGRESS_PORT: '8443' });
  await proxy.line(/"ready":true/);
  const attacker = rooms.start('worker', [script('ssrf-attacker.script.js'), rooms.proxyAddress]);
  await attacker.line(/"kind":"done"/);
  const told = attacker.lines.map((line) => toldSchema.parse(JSON.parse(line)));
  const through = told.flatMap((each) => (each.kind === 'case' && each.status === '200' ? [each.authority] : []));
  const passed = told.filter((each) => each.kind === 'allowed' && each.status === '200').length;
  const directs = told.flatMap((each) => (each.kind === 'direct' ? [each.outcome] : []));
  const hits = traps.lines.filter((line) => line.startsWith('hit')).length;
  const asked = told.filter(({ kind }) => kind === 'case').length;
  if (through.length > 0) say(`  through: ${through.join(', ')}`);
  return {
    held: through.length === 0 && hits === 0 && passed === allowedAuthorities.length && !directs.includes('connected') && asked === ssrfCases.length,
    seen: `${String(asked - through.length)} of ${String(asked)} refused, ${String(hits)} connections behind them; ${String(passed)} of ${String(allowedAuthorities.length)} allowed hosts passed; ${String(directs.filter((each) => each !== 'connected').length)} of ${String(directs.length)} direct connections failed (${[...new Set(directs)].join(', ')})`,
  };
}
