import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { roleSchema, scopes } from '../scopes.js';
import { policyActions, policyTexts, type PolicyAction } from './policies.generated.js';
import { PolicyEngine, type PolicyPrincipal } from './policy-engine.js';

const folder = join(import.meta.dirname, '../../../../../policies');
const caseSchema = z.object({
  who: z.string(),
  asks: z.enum(policyActions),
  with: z.record(z.string(), z.union([z.string(), z.boolean()])).default({}),
  /** `allow`, or the ids of the policies that deny. */
  is: z.string(),
});
const cases = z.array(caseSchema).parse(JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')));

function principalOf(who: string): PolicyPrincipal {
  const [kind, role] = who.split('/');
  return { kind: z.enum(['Member', 'Token', 'Run', 'Operator']).parse(kind), role: z.union([roleSchema, z.literal('none')]).parse(role) };
}

function outcome(engine: PolicyEngine, { who, asks, with: context }: (typeof cases)[number]): string {
  const { effect, policyIds } = engine.decide(principalOf(who), asks, context);
  return effect === 'allow' ? 'allow' : policyIds.join(' ');
}

describe('the policies mean what their cases say (CS-04)', () => {
  const engine = new PolicyEngine();

  it.each(cases.map((each) => [`${each.who} asks ${each.asks} ${JSON.stringify(each.with)}`, each] as const))('%s', (_, each) => {
    expect(outcome(engine, each)).toBe(each.is);
  });

  it.each(Object.keys(policyTexts))('%s matters: without it a case has another outcome', (id) => {
    const { [id]: _, ...rest } = policyTexts;
    const without = new PolicyEngine(rest, 'without');
    expect(cases.filter((each) => outcome(without, each) !== each.is).map(({ who, asks }) => `${who} ${asks}`)).not.toEqual([]);
  });

  it('every policy tells whom it refuses why, in words', () => {
    for (const id of Object.keys(policyTexts)) expect(engine.notesOf(id).description).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('what is generated is what lies in policies/, and the set has a number', () => {
    expect(execFileSync(process.execPath, [join(folder, 'generate.mjs'), '--check'], { encoding: 'utf8' })).toContain('policies');
    expect(engine.version).toMatch(/^\d+\+[0-9a-f]{16}$/);
  });
});

describe('a question that was not foreseen', () => {
  const engine = new PolicyEngine();
  // An action from outside, as a caller of the compiled code could pass it.
  const unknown = 'vitrine.everything.write' as PolicyAction;

  it('is denied by default, and no policy takes the blame', () => {
    expect(engine.decide({ kind: 'Member', role: 'owner' }, unknown, {})).toEqual({ effect: 'deny', policyIds: [] });
    expect(engine.decide({ kind: 'Member', role: 'owner' }, 'member.add', { surprise: true })).toEqual({ effect: 'deny', policyIds: [] });
  });

  it('CS-T02: every scope is an action of the schema', () => {
    expect(scopes.filter((scope) => !(policyActions as readonly string[]).includes(scope))).toEqual([]);
  });

  it('a set that does not parse keeps the process from starting', () => {
    expect(() => new PolicyEngine({ broken: 'permit (principal, action' })).toThrow('policies-invalid');
  });
});

describe('what a decision costs', () => {
  it('a question asked before is answered from memory: 100,000 of them in well under a tenth of a millisecond each', () => {
    const engine = new PolicyEngine();
    const begun = process.cpuUsage();
    for (let n = 0; n < 100_000; n += 1) engine.decide({ kind: 'Member', role: 'viewer' }, 'vitrine.findings.read', {});
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 100_000).toBeLessThan(100);
  });
});
