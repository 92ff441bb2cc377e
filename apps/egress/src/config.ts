import { allowedHosts } from './allowed-hosts.generated.js';
import { parseDestination } from './destination.js';
import type { EgressOptions } from './egress-proxy.js';

/** Every variable that `readConfig` knows. */
export const settingNames = [
  'VITRINE_EGRESS_HOST',
  'VITRINE_EGRESS_PORT',
  'VITRINE_EGRESS_DRAIN_TIMEOUT_MS',
  'VITRINE_EGRESS_WEBHOOK_HOSTS',
  'VITRINE_EGRESS_TEST_EXCEPTIONS',
] as const;

/** @throws Error that names the variable which is wrong, and never its value */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Omit<EgressOptions, 'log'> {
  const text = (name: (typeof settingNames)[number]): string => environment[name] ?? '';
  return {
    host: text('VITRINE_EGRESS_HOST') === '' ? '127.0.0.1' : text('VITRINE_EGRESS_HOST'),
    port: number('VITRINE_EGRESS_PORT', text('VITRINE_EGRESS_PORT'), 65_535, 8_443),
    drainTimeoutMs: number('VITRINE_EGRESS_DRAIN_TIMEOUT_MS', text('VITRINE_EGRESS_DRAIN_TIMEOUT_MS'), 600_000, 20_000),
    hosts: [...allowedHosts, ...webhookHosts(text('VITRINE_EGRESS_WEBHOOK_HOSTS'))],
    testExceptions: exceptions(text('VITRINE_EGRESS_TEST_EXCEPTIONS')),
  };
}

function number(name: string, text: string, most: number, preset: number): number {
  if (text === '') return preset;
  if (!/^\d{1,6}$/.test(text) || Number(text) > most) throw new Error(`${name}: not a number up to ${String(most)}`);
  return Number(text);
}

function exceptions(text: string): ReadonlySet<string> {
  const pairs = text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
  if (pairs.some((pair) => !/^[a-z0-9.-]+:\d{1,5}$/.test(pair))) throw new Error('VITRINE_EGRESS_TEST_EXCEPTIONS: not host:port pairs');
  return new Set(pairs);
}

/**
 * Receivers of customers' webhooks that the operator lets through, each by its whole name. Attack: a pattern, or an address, would open more
 * than one place; what a name resolves to is checked like any other destination's.
 */
function webhookHosts(text: string): readonly string[] {
  const names = text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
  if (names.some((name) => parseDestination(`${name}:443`) === null || !/\.[a-z][a-z0-9-]*$/.test(name)))
    throw new Error('VITRINE_EGRESS_WEBHOOK_HOSTS: not whole host names in lower case, with commas between them');
  return names.map((name) => `^${name.replaceAll('.', String.raw`\.`)}$`);
}
