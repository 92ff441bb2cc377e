import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ruleRegistry } from '@vitrine/rules';
import { otherToolChecks, otherToolsPage } from './other-tools.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const billRules = readdirSync(join(root, 'libs/billing/src/bill-rules'))
  .filter((name) => name.endsWith('.bill-rule.ts'))
  .map((name) => `bill.${name.replace('.bill-rule.ts', '')}`);
const known = new Set([...ruleRegistry.map(({ id }) => id), ...billRules]);
const all = Object.values(otherToolChecks).flat();

describe('the table of other tools', () => {
  it('names only rules that exist', () => {
    expect(all.flatMap((check) => ('rules' in check ? check.rules.filter((id) => !known.has(id)) : []))).toEqual([]);
  });

  it('leaves no check without a rule or a reason that is a sentence', () => {
    const unanswered = all.filter((check) => !('rules' in check));
    expect(unanswered.filter((check) => 'because' in check && !/^[A-Z].{10,}\.$/.test(check.because)).map(({ check }) => check)).toEqual([]);
  });

  it('holds the checks that cost.md §1 counts: 41, 45 and 21 templates at least, less those of one fault counted twice, and 13 recommendations', () => {
    const templates = (cloud: string): number => otherToolChecks.flexera.filter(({ check }) => check.startsWith(`cost/${cloud}/`)).length;
    expect(templates('aws')).toBeGreaterThanOrEqual(41);
    expect(templates('azure')).toBeGreaterThanOrEqual(45);
    expect(templates('google')).toBeGreaterThanOrEqual(21);
    expect(otherToolChecks.aoe).toHaveLength(13);
  });

  it('holds each check once, and the page shows every one', () => {
    for (const checks of Object.values(otherToolChecks)) expect(new Set(checks.map(({ check }) => check)).size).toBe(checks.length);
    expect(all.filter(({ check }) => !otherToolsPage().includes(`| ${check} |`))).toEqual([]);
  });

  it('says of no rule of ours that it answers a tool of another cloud', () => {
    const clouds = { aws: 'aws', azure: 'azure', google: 'gcp' } as const;
    for (const check of otherToolChecks.flexera) {
      const cloud = Object.entries(clouds).find(([folder]) => check.check.startsWith(`cost/${folder}/`))?.[1] ?? 'none';
      if ('rules' in check)
        for (const id of check.rules) expect([check.check, id.startsWith(`${cloud}.`) || id.startsWith('bill.')]).toEqual([check.check, true]);
    }
  });
});
