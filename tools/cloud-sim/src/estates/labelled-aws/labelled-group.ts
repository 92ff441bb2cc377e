import { z } from 'zod';
import type { EstateDeclaration } from '../../estate/estate.js';

export type AwsDeclaration = NonNullable<EstateDeclaration['aws']>;

/** Families of a declaration whose members an audit judges. */
export type LabelledFamily = Exclude<
  keyof AwsDeclaration,
  'accountId' | 'regions' | 'currency' | 'accessKeys' | 'roles' | 'hubEnrolled' | 'optimizerEnrolled' | 'objects' | 'secrets'
>;

/**
 * What a rule must say, as one word, for `undetermined` with its reason, for `fail` with the gross saving a month to the cent in
 * the estate's currency or `unknown`: `fail 140.27`, `fail unknown`, `undetermined too_young`.
 */
export type VerdictLabel = 'pass' | 'not_applicable' | `undetermined ${string}` | `fail ${string}`;

/** By rule id: what each applicable rule must say of one resource. */
export type VerdictLabels = Readonly<Record<string, VerdictLabel>>;

/** One declared group with the verdicts that every member must get. Amounts are worked out by hand: daily cost × 30.44, or list price × quantity. */
export interface LabelledGroup<Family extends LabelledFamily = LabelledFamily> {
  readonly family: Family;
  readonly group: NonNullable<AwsDeclaration[Family]>[number];
  readonly verdicts: VerdictLabels;
  /** Of the volumes declared on a machine. */
  readonly attached?: VerdictLabels;
}

/** Groups of one family, their verdicts in the order of `rules`. */
export function groupsOf<Family extends LabelledFamily>(
  family: Family,
  rules: readonly string[],
  rows: readonly (readonly [group: NonNullable<AwsDeclaration[Family]>[number], ...verdicts: VerdictLabel[]])[],
): LabelledGroup<Family>[] {
  return rows.map(([group, ...verdicts]) => {
    if (verdicts.length !== rules.length)
      throw new Error(`${family}: ${JSON.stringify(group)} has ${String(verdicts.length)} labels for ${String(rules.length)} rules`);
    const own = Object.fromEntries(rules.map((rule, index) => [rule, verdicts[index] ?? 'pass']));
    return { family, group, verdicts: { ...own, ...hubVerdicts(group), ...optimizerVerdicts(group) } };
  });
}

const hubRules: Readonly<Record<string, readonly string[]>> = {
  'aws.costoptimizationhub.resource-stop-advised': ['Stop', 'Delete'],
  'aws.costoptimizationhub.resource-resize-advised': ['Rightsize', 'ScaleIn'],
  'aws.costoptimizationhub.resource-upgrade-advised': ['Upgrade', 'MigrateToGraviton'],
};

const optimizerRules = {
  'aws.computeoptimizer.resource-stop-advised': 'stop',
  'aws.computeoptimizer.resource-resize-advised': 'smaller',
  'aws.computeoptimizer.resource-upgrade-advised': 'newer',
} as const;

/** Compute Optimizer's number comes back as it is, that after discounts. */
function optimizerVerdicts(group: object): VerdictLabels {
  const declared = z.looseObject({ situation: z.string(), optimized: z.object({ advice: z.string(), saving: z.number().nullable() }).optional() });
  const { situation, optimized } = declared.parse(group);
  if (optimized === undefined) return {};
  const { advice, saving } = optimized;
  // Its volumes carry the tags of their cluster, and so does advice on them.
  const word: VerdictLabel =
    situation === 'unattached-csi' ? 'not_applicable' : saving === null ? 'fail unknown' : saving === 0 ? 'pass' : `fail ${saving.toFixed(2)}`;
  return Object.fromEntries(Object.entries(optimizerRules).map(([rule, of]) => [rule, of === advice ? word : 'not_applicable']));
}

/** The Hub's own words come back as they are; what they are worth in totals is decided where findings compete. */
function hubVerdicts(group: object): VerdictLabels {
  const { advised } = z.looseObject({ advised: z.object({ action: z.string(), saving: z.number() }).optional() }).parse(group);
  if (advised === undefined) return {};
  const { action, saving } = advised;
  const word = (actions: readonly string[]): VerdictLabel =>
    !actions.includes(action) ? 'not_applicable' : saving === 0 ? 'pass' : `fail ${saving.toFixed(2)}`;
  return Object.fromEntries(Object.entries(hubRules).map(([rule, actions]) => [rule, word(actions)]));
}
