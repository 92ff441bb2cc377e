import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import type { ProviderAdvice } from '../../engine/provider-advice.js';
import { epochSeconds, nextOf } from '../aws-fields.js';

const source = 'aws.cost-optimization-hub';
/** First whether the account takes part, then by which prices it counts, then the advice itself. */
const tokenSchema = z.union([
  z.strictObject({ step: z.literal('preferences') }),
  z.strictObject({ step: z.literal('recommendations'), mode: z.string().nullable(), next: z.string().nullable() }),
]);
const enrolment = z.object({ items: z.array(z.looseObject({ accountId: z.string().optional(), status: z.string() })) });
const preferences = z.looseObject({ savingsEstimationMode: z.string() });
const recommendations = z.object({ items: z.array(z.looseObject({})), nextToken: z.string().nullish() });

/** What AWS's word for an action comes to. Purchases are advice on commitments, which is judged apart from waste. */
const groups: Readonly<Record<string, Extract<ProviderAdvice, { enrolled: true }>['actionGroup']>> = {
  ...{ Stop: 'terminate', Delete: 'terminate', Rightsize: 'resize', ScaleIn: 'resize', Upgrade: 'modernise', MigrateToGraviton: 'modernise' },
};

const amount = z
  .number()
  .min(0)
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : decimalText(exact(String(value)))));

const adviceSchema = z
  .object({
    recommendationId: z.string().min(1),
    actionType: z.string().min(1),
    resourceArn: z.string().startsWith('arn:'),
    resourceId: z.string().min(1),
    region: z.string().nullish(),
    tags: z.array(z.object({ key: z.string(), value: z.string() })).nullish(),
    currentResourceSummary: z.string().nullish(),
    recommendedResourceSummary: z.string().nullish(),
    /** Of the resource as it would be: what it costs now is this and the saving. */
    estimatedMonthlyCost: amount,
    estimatedMonthlySavings: amount,
    currencyCode: z.string().length(3).nullish(),
    recommendationLookbackPeriodInDays: z.number().nullish(),
    lastRefreshTimestamp: epochSeconds.nullish(),
    savingsEstimationMode: z.string().nullable(),
  })
  .transform((advice): ProviderAdvice => ({
    enrolled: true,
    source,
    adviceId: advice.recommendationId,
    action: advice.actionType,
    actionGroup: groups[advice.actionType] ?? null,
    resourceArn: advice.resourceArn,
    resourceId: advice.resourceId,
    region: advice.region ?? null,
    tags: Object.fromEntries((advice.tags ?? []).map(({ key, value }) => [key, value])),
    now: advice.currentResourceSummary ?? null,
    advised: advice.recommendedResourceSummary ?? null,
    costNow:
      advice.estimatedMonthlyCost === null || advice.estimatedMonthlySavings === null
        ? null
        : decimalText(exact(advice.estimatedMonthlyCost).plus(exact(advice.estimatedMonthlySavings))),
    saving: advice.estimatedMonthlySavings,
    currency: advice.currencyCode ?? null,
    lookbackDays: advice.recommendationLookbackPeriodInDays ?? null,
    estimationMode: advice.savingsEstimationMode,
    refreshedAt: advice.lastRefreshTimestamp ?? null,
  }));
const notEnrolled = z.object({ enrolled: z.literal(false), source: z.string(), accountId: z.string() });

/** One advice per resource, the one that saves most: the Hub itself leaves out what overlaps unless it is asked for all. */
export const awsCostoptimizationhubRecommendationsReader = defineReader<ProviderAdvice>({
  id: 'aws.costoptimizationhub.recommendations',
  cloud: 'aws',
  scope: 'aws.account',
  resourceType: 'AWS::CostOptimizationHub::Recommendation',
  operations: ['cost-optimization-hub:ListEnrollmentStatuses', 'cost-optimization-hub:GetPreferences', 'cost-optimization-hub:ListRecommendations'],
  pageSize: 100,
  request({ pageToken, pageSize, scope }) {
    if (pageToken === null) return { operation: 'cost-optimization-hub:ListEnrollmentStatuses', body: { includeOrganizationInfo: false } };
    const token = tokenSchema.parse(JSON.parse(pageToken));
    if (token.step === 'preferences') return { operation: 'cost-optimization-hub:GetPreferences', body: {} };
    return {
      operation: 'cost-optimization-hub:ListRecommendations',
      // A payer account would be told about its members' resources too, which are other connections.
      body: { filter: { accountIds: [scope.accountId] }, maxResults: pageSize, ...(token.next === null ? {} : { nextToken: token.next }) },
    };
  },
  page(body, { pageToken, scope }) {
    if (pageToken === null) {
      const active = enrolment.parse(body).items.some(({ status }) => status === 'Active');
      return active
        ? { items: [], next: JSON.stringify({ step: 'preferences' }) }
        : { items: [{ enrolled: false, source, accountId: scope.accountId }], next: null };
    }
    const token = tokenSchema.parse(JSON.parse(pageToken));
    const on = (mode: string | null, next: string | null): string => JSON.stringify({ step: 'recommendations', mode, next });
    if (token.step === 'preferences') return { items: [], next: on(preferences.parse(body).savingsEstimationMode, null) };
    const { items, nextToken } = recommendations.parse(body);
    const next = nextOf(nextToken ?? undefined);
    return { items: items.map((item) => ({ ...item, savingsEstimationMode: token.mode })), next: next === null ? null : on(token.mode, next) };
  },
  item: z.union([notEnrolled, adviceSchema]),
  identify: (advice, scope) =>
    advice.enrolled
      ? {
          canonicalId: advice.resourceArn.toLowerCase(),
          resourceId: advice.resourceId,
          name: advice.tags['Name'] ?? null,
          accountId: scope.accountId,
          region: advice.region,
          tags: advice.tags,
        }
      : {
          canonicalId: `arn:aws:cost-optimization-hub::${scope.accountId}:enrolment`,
          resourceId: scope.accountId,
          name: null,
          accountId: scope.accountId,
          region: null,
          tags: {},
        },
});
