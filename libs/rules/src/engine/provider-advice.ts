import type { Effort } from '@vitrine/contracts';
import type { ProviderAdvice, Reader } from '@vitrine/cloud-readers';
import { defineRule, type Rule } from './define-rule.js';

type ActionGroup = NonNullable<Extract<ProviderAdvice, { enrolled: true }>['actionGroup']>;

export interface AdviceRule {
  readonly id: string;
  readonly cloud: Rule<ProviderAdvice>['cloud'];
  readonly title: string;
  readonly why: string;
  readonly verify: string;
  readonly actionGroup: ActionGroup;
  readonly effort: Effort;
  readonly reader: Reader<ProviderAdvice>;
}

/** Advice does not always carry labels; a cluster would make such a volume anew, or miss it. */
const claimName = /(^|-)pvc-[0-9a-f]{8}-/;

/**
 * A rule that passes on what the provider itself advises for one kind of action. Its finding is about the very resource, so it
 * meets our own finding of the same action there: `compete` lets ours count and keeps the advice as evidence beside it.
 */
export function providerAdviceRule({ reader, ...advised }: AdviceRule): Rule<ProviderAdvice> {
  return defineRule<ProviderAdvice>({
    ...advised,
    version: 1,
    family: 'cost',
    remedy: {
      steps: [
        'Open the advice at the provider: it says what was measured.',
        'Compare it with what is found here for the same resource.',
        'Do as it says, or dismiss it there.',
      ],
      rollback: 'The provider says with each advice whether it can be undone, and how.',
    },
    severity: 'medium',
    needs: { item: reader },
    lookups: {},
    metrics: {},
    defaults: {},
    evaluate({ item, identity, at }) {
      if (!item.enrolled) return { verdict: 'undetermined', reason: 'not_enrolled', facts: { source: item.source } };
      if (item.actionGroup !== advised.actionGroup) return { verdict: 'not_applicable', because: `the advice is another: ${item.action}` };
      if (claimName.test(identity.name ?? '')) return { verdict: 'not_applicable', because: 'volume of a Kubernetes claim, by its name' };
      // Advice that saves nothing is about speed or safety, which is not judged here.
      if (item.saving !== null && Number(item.saving) === 0) return { verdict: 'pass' };
      return {
        verdict: 'fail',
        basis: 'state',
        facts: {
          source: item.source,
          adviceId: item.adviceId,
          action: item.action,
          now: item.now,
          advised: item.advised,
          lookbackDays: item.lookbackDays,
          estimationMode: item.estimationMode,
          refreshedAt: item.refreshedAt,
        },
        window: item.lookbackDays === null ? null : { start: new Date(at.getTime() - item.lookbackDays * 86_400_000).toISOString(), end: at.toISOString() },
        formula: `as ${item.source} estimates it${item.estimationMode === null ? '' : ` (${item.estimationMode})`}`,
        assumptions: ['The number is the provider’s own: by which rule it was worked out is not shown.'],
        cost: { kind: 'provider', costNow: item.costNow, saving: item.saving, currency: item.currency },
      };
    },
  });
}
