import type { Cloud, RuleEntry, UndeterminedReason } from '@vitrine/contracts';

export const cloudNames: Readonly<Record<Cloud, string>> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' };

/** What a reason means for the reader, and what would end it. */
export const reasonTexts: Readonly<Record<UndeterminedReason, string>> = {
  no_permission: 'not allowed to look',
  no_metrics: 'the resource reports no metrics for the judged period',
  too_young: 'too young to be judged',
  not_enrolled: 'the provider’s service that would answer is not switched on',
  no_price: 'no price was found',
  unavailable: 'the provider did not answer',
  unparsable: 'the provider’s answer had an unknown form',
  look_up_denied: 'not allowed to look up what the verdict depends on',
};

export function titleOf(ruleId: string, rules: readonly RuleEntry[]): string {
  return rules.find(({ id }) => id === ruleId)?.title ?? ruleId;
}
