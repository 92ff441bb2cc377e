import type { SimResponse } from '../../http/cloud-handler.js';
import type { AzureCall } from '../azure-call.js';
import { daysBefore, seededGuid } from '../azure-resource.js';
import { armList } from './arm-list.js';

const PAGE_SIZE = 100;

/** `GET …/providers/Microsoft.Advisor/recommendations`: numbers are text, and each piece of advice names its resource. */
export function listAdvice(call: AzureCall, subscriptionId: string): SimResponse {
  const { world, context } = call;
  const looked = world.estate.subscriptions.some((known) => known.subscriptionId === subscriptionId && known.advisor);
  const currency = world.estate.currency;
  const advice = world.resources.flatMap((resource) => {
    if (!looked || resource.advice === undefined || resource.subscriptionId !== subscriptionId) return [];
    const { recommendationType, savingsAmount, extendedProperties } = resource.advice;
    const name = seededGuid(world.seed, `advice:${resource.id}`, 0);
    const words = 'Right-size or shutdown underutilized virtual machines';
    return [
      {
        id: `${resource.id}/providers/Microsoft.Advisor/recommendations/${name}`,
        name,
        type: 'Microsoft.Advisor/recommendations',
        properties: {
          category: 'Cost',
          impact: 'High',
          impactedField: resource.type.toUpperCase(),
          impactedValue: resource.name,
          lastUpdated: daysBefore(context.behaviour.now(), 1).toISOString(),
          recommendationTypeId: 'e10b1381-5f0a-47ff-8c7b-37bd13d7c974',
          shortDescription: { problem: words, solution: words },
          resourceMetadata: { resourceId: resource.id },
          extendedProperties: {
            ...extendedProperties,
            recommendationType,
            savingsAmount,
            savingsCurrency: currency,
            lookbackPeriod: '7',
            regionId: resource.location,
          },
        },
      },
    ];
  });
  return armList(call, advice, PAGE_SIZE);
}
