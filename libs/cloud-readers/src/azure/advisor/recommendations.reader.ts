import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import type { ProviderAdvice } from '../../engine/provider-advice.js';
import { linkedPage, optionalText } from '../azure-fields.js';

const source = 'azure.advisor';

/** What Advisor's word for an action comes to; purchases of reservations are advice on commitments, which is judged apart from waste. */
const groups: Readonly<Record<string, Extract<ProviderAdvice, { enrolled: true }>['actionGroup']>> = { shutdown: 'terminate', skuchange: 'resize' };

/** Advisor writes numbers as text, and some of its advice has none. */
const amount = (text: string | undefined): string | null => (text !== undefined && /^\d+(\.\d+)?$/.test(text) ? decimalText(exact(text)) : null);
const days = (text: string | undefined): number | null => (text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : null);

const schema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    properties: z.object({
      category: optionalText,
      lastUpdated: optionalText,
      shortDescription: z.object({ solution: optionalText }).nullish(),
      resourceMetadata: z.object({ resourceId: optionalText }).nullish(),
      extendedProperties: z.record(z.string(), z.unknown()).nullish(),
    }),
  })
  .transform(({ id, name, properties }): ProviderAdvice => {
    const told = (member: string): string | undefined => {
      const value = properties.extendedProperties?.[member];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const action = told('recommendationType') ?? properties.shortDescription?.solution ?? properties.category ?? 'unknown';
    const resourceId = properties.resourceMetadata?.resourceId ?? id.replace(/\/providers\/Microsoft\.Advisor\/.*$/i, '');
    return {
      enrolled: true,
      source,
      adviceId: name,
      action,
      actionGroup: properties.category?.toLowerCase() === 'cost' ? (groups[action.toLowerCase()] ?? null) : null,
      resourceArn: resourceId,
      resourceId,
      region: told('regionId') ?? null,
      tags: {},
      now: told('currentSku') ?? null,
      advised: told('targetSku') ?? null,
      costNow: null,
      saving: amount(told('savingsAmount')),
      currency: told('savingsCurrency') ?? null,
      lookbackDays: days(told('lookbackPeriod')),
      // By retail prices, whatever the customer pays: under a reservation the number is too high (finops-toolkit#1435).
      estimationMode: 'BeforeDiscounts',
      refreshedAt: properties.lastUpdated,
    };
  });

/** Cost advice only; Advisor keeps it ready, so one call a page of a subscription tells all. */
export const azureAdvisorRecommendationsReader = defineReader<ProviderAdvice>({
  id: 'azure.advisor.recommendations',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.advisor/recommendations',
  operations: ['Microsoft.Advisor/recommendations/read'],
  pageSize: 1000,
  request: ({ scope, pageToken }) => ({
    operation: 'Microsoft.Advisor/recommendations/read',
    path: { subscriptionId: scope.accountId },
    ...(pageToken === null ? { query: { $filter: "Category eq 'Cost'" } } : { continuation: pageToken }),
  }),
  page: linkedPage,
  item: schema,
  identify: (advice, scope) => {
    const resourceId = advice.enrolled ? advice.resourceId : scope.accountId;
    return {
      canonicalId: resourceId.toLowerCase(),
      resourceId,
      name: resourceId.split('/').at(-1) ?? null,
      accountId: scope.accountId,
      region: advice.enrolled ? advice.region : null,
      tags: {},
    };
  },
});
