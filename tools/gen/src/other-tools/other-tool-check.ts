/** Tools whose checks ours are compared with (`reference/cost.md` §1). */
export const otherTools = {
  flexera: { name: 'Flexera policy templates', source: 'flexera-public/policy_templates, folder `cost/`, without meta-parents' },
  cloudburn: { name: 'cloudburn', source: 'towardsthecloud/cloudburn, its rule reference as of the stored copy (60 of the 80 rules that it has grown to)' },
  aoe: { name: 'Azure Optimization Engine', source: 'microsoft/finops-toolkit, its recommendations of the pillar cost' },
} as const;
export type OtherTool = keyof typeof otherTools;

/** One check of another tool, in its own words, and what answers it here: rules by their ids, or the reason why none does. */
export type OtherToolCheck =
  { readonly check: string; readonly rules: readonly [string, ...string[]]; readonly note?: string } | { readonly check: string; readonly because: string };

export function answered(check: string, ...rules: readonly [string, ...string[]]): OtherToolCheck {
  return { check, rules };
}

/** Answered in part: the note says which part is not. */
export function partly(check: string, note: string, ...rules: readonly [string, ...string[]]): OtherToolCheck {
  return { check, rules, note };
}

export function left(check: string, because: string): OtherToolCheck {
  return { check, because };
}

/** Reasons that several checks share. */
export const reasons = {
  report: 'A report: it lists or forecasts cost and names nothing that should change.',
  purchase: 'Advice to buy commitments must be computed on what is left after waste; no rule gives it yet. Unused ones are found by `bill.commitment-unused`.',
  expiry: 'The end of a commitment is a date, not a fault; what is unused of it is found by `bill.commitment-unused`.',
  region: 'Moving to another region is a decision about latency, law and traffic; no rule advises it.',
  spot: 'Whether work bears being interrupted cannot be read from the cloud; no rule advises spot machines.',
  architecture: 'Whether software runs on another processor architecture cannot be read from the cloud.',
  hygiene: 'A guard against later cost: nothing that is billed today goes away.',
  notYet: 'Not built yet.',
} as const;
