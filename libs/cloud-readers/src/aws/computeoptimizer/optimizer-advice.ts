import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import type { ProviderAdvice } from '../../engine/provider-advice.js';
import { epochSeconds } from '../aws-fields.js';

export const optimizerSource = 'aws.compute-optimizer';
type Advice = Extract<ProviderAdvice, { enrolled: true }>;

const savings = z
  .object({ estimatedMonthlySavings: z.object({ currency: z.string().length(3), value: z.number() }).nullish() })
  .nullish()
  .transform((given) => given?.estimatedMonthlySavings ?? null);
/** Members of every option and of all idle advice: after the account's discounts where Compute Optimizer knows these, else by list prices. */
const money = { savingsOpportunity: savings, savingsOpportunityAfterDiscounts: savings };

function moneyOf(option: z.output<z.ZodObject<typeof money>> | undefined): Pick<Advice, 'saving' | 'currency' | 'estimationMode'> {
  const after = option?.savingsOpportunityAfterDiscounts ?? null;
  const told = after ?? option?.savingsOpportunity ?? null;
  if (told === null) return { saving: null, currency: null, estimationMode: null };
  // What costs more saves nothing.
  const saving = decimalText(exact(String(Math.max(0, told.value))));
  return { saving, currency: told.currency, estimationMode: after === null ? 'BeforeDiscounts' : 'AfterDiscounts' };
}

const text = z.string().nullish();
const members = {
  lastRefreshTimestamp: epochSeconds.nullish(),
  tags: z.array(z.object({ key: z.string(), value: z.string().default('') })).nullish(),
};
const arn = z.string().regex(/^arn:[\w-]+:[a-z0-9-]+:[a-z0-9-]*:\d{12}:./);
const rank = z.number().default(1);
/** The first in Compute Optimizer's own order. */
function best<Option extends { readonly rank: number }>(options: readonly Option[]): Option | undefined {
  return [...options].sort((a, b) => a.rank - b.rank)[0];
}

interface Told {
  readonly resourceArn: string;
  readonly action: string;
  readonly actionGroup: Advice['actionGroup'];
  readonly now: string | null;
  readonly advised: string | null;
  readonly lookbackDays: number | null | undefined;
  readonly lastRefreshTimestamp?: string | null | undefined;
  readonly tags?: readonly { readonly key: string; readonly value: string }[] | null | undefined;
}

function adviceOf(told: Told, option: Parameters<typeof moneyOf>[0]): ProviderAdvice {
  const { resourceArn } = told;
  return {
    enrolled: true,
    source: optimizerSource,
    // It gives its advice no id of its own: there is one of a kind for a resource.
    adviceId: `${told.action} ${resourceArn}`,
    action: told.action,
    actionGroup: told.actionGroup,
    resourceArn,
    resourceId: resourceArn.slice(Math.max(resourceArn.lastIndexOf('/'), resourceArn.lastIndexOf(':')) + 1),
    region: resourceArn.split(':')[3] ?? null,
    tags: Object.fromEntries((told.tags ?? []).map(({ key, value }) => [key, value])),
    now: told.now,
    advised: told.advised,
    costNow: null,
    ...moneyOf(option),
    lookbackDays: told.lookbackDays ?? null,
    refreshedAt: told.lastRefreshTimestamp ?? null,
  };
}

/** `Overprovisioned`, in older answers `OVER_PROVISIONED`. */
const finding = z.string().transform((word) => word.replaceAll('_', '').toLowerCase());

export const idleAdvice = z
  .object({ kind: z.literal('idle'), resourceArn: arn, finding, resourceType: text, lookBackPeriodInDays: z.number().nullish(), ...members, ...money })
  .transform((advice) => {
    const { finding: word, resourceType, lookBackPeriodInDays: lookbackDays } = advice;
    // A word that is not known here is no advice to end anything.
    const actionGroup = word === 'idle' || word === 'unattached' ? ('terminate' as const) : null;
    return adviceOf(
      { ...advice, action: word === 'unattached' ? 'Delete' : 'Stop', actionGroup, now: resourceType ?? null, advised: null, lookbackDays },
      advice,
    );
  });

interface Sized {
  readonly resourceArn: string;
  readonly finding: string;
  readonly now: string | null | undefined;
  readonly advised: string | null | undefined;
  readonly lookbackDays: number | null | undefined;
}

/** Of what has one size: too large is advice to make it smaller; too small is advice for speed. */
function sizeAdvice(told: Sized & Pick<Told, 'lastRefreshTimestamp' | 'tags'>, option: Parameters<typeof moneyOf>[0]): ProviderAdvice {
  const large = told.finding === 'overprovisioned';
  return adviceOf(
    { ...told, action: large ? 'Rightsize' : told.finding, actionGroup: large ? 'resize' : null, now: told.now ?? null, advised: told.advised ?? null },
    option,
  );
}

export const instanceAdvice = z
  .object({
    kind: z.literal('instance'),
    instanceArn: arn,
    finding,
    currentInstanceType: text,
    lookBackPeriodInDays: z.number().nullish(),
    recommendationOptions: z.array(z.object({ instanceType: text, rank, ...money })).default([]),
    ...members,
  })
  .transform(({ instanceArn, currentInstanceType, lookBackPeriodInDays, recommendationOptions, ...advice }) => {
    const option = best(recommendationOptions);
    return sizeAdvice(
      { ...advice, resourceArn: instanceArn, now: currentInstanceType, advised: option?.instanceType, lookbackDays: lookBackPeriodInDays },
      option,
    );
  });

const volume = z.object({ volumeType: text, volumeSize: z.number().nullish() });
const volumeText = ({ volumeType, volumeSize }: z.output<typeof volume>): string =>
  [volumeType ?? '', volumeSize === null || volumeSize === undefined ? '' : `${String(volumeSize)} GiB`].filter((part) => part !== '').join(' ');

export const volumeAdvice = z
  .object({
    kind: z.literal('volume'),
    volumeArn: arn,
    finding,
    currentConfiguration: volume,
    lookBackPeriodInDays: z.number().nullish(),
    volumeRecommendationOptions: z.array(z.object({ configuration: volume, rank, ...money })).default([]),
    ...members,
  })
  .transform((advice) => {
    const option = best(advice.volumeRecommendationOptions);
    const newType = option !== undefined && option.configuration.volumeType !== advice.currentConfiguration.volumeType;
    return adviceOf(
      {
        ...advice,
        resourceArn: advice.volumeArn,
        action: newType ? 'Upgrade' : 'Rightsize',
        actionGroup: advice.finding !== 'notoptimized' ? null : newType ? 'modernise' : 'resize',
        now: volumeText(advice.currentConfiguration),
        advised: option === undefined ? null : volumeText(option.configuration),
        lookbackDays: advice.lookBackPeriodInDays,
      },
      option,
    );
  });

export const functionAdvice = z
  .object({
    kind: z.literal('function'),
    // With the version at its end; the bill and the inventory know the function.
    functionArn: arn.transform((full) => full.split(':').slice(0, 7).join(':')),
    findingReasonCodes: z.array(z.string()).default([]),
    currentMemorySize: z.number().nullish(),
    lookbackPeriodInDays: z.number().nullish(),
    memorySizeRecommendationOptions: z.array(z.object({ memorySize: z.number().nullish(), rank, ...money })).default([]),
    ...members,
  })
  .transform((advice) => {
    const option = best(advice.memorySizeRecommendationOptions);
    const mib = (size: number | null | undefined): string | null => (size === null || size === undefined ? null : `${String(size)} MiB`);
    return adviceOf(
      {
        ...advice,
        resourceArn: advice.functionArn,
        action: advice.findingReasonCodes[0] ?? 'Rightsize',
        actionGroup: advice.findingReasonCodes.includes('MemoryOverprovisioned') ? 'resize' : null,
        now: mib(advice.currentMemorySize),
        advised: mib(option?.memorySize),
        lookbackDays: advice.lookbackPeriodInDays,
      },
      option,
    );
  });

export const databaseAdvice = z
  .object({
    kind: z.literal('database'),
    resourceArn: arn,
    instanceFinding: finding,
    currentDBInstanceClass: text,
    lookbackPeriodInDays: z.number().nullish(),
    instanceRecommendationOptions: z.array(z.object({ dbInstanceClass: text, rank, ...money })).default([]),
    ...members,
  })
  .transform(({ instanceFinding, currentDBInstanceClass, lookbackPeriodInDays, instanceRecommendationOptions, ...advice }) => {
    const option = best(instanceRecommendationOptions);
    return sizeAdvice(
      { ...advice, finding: instanceFinding, now: currentDBInstanceClass, advised: option?.dbInstanceClass, lookbackDays: lookbackPeriodInDays },
      option,
    );
  });

/** `cpu` in units of which 1,024 are a processor, `memory` in MiB. */
const taskSize = { cpu: z.number().nullish(), memory: z.number().nullish() };
const taskText = ({ cpu, memory }: { readonly cpu?: number | null | undefined; readonly memory?: number | null | undefined }): string | null =>
  typeof cpu === 'number' && typeof memory === 'number' ? `${String(cpu / 1024)} vCPU, ${String(memory)} MiB` : null;

/** Services of ECS that run on Fargate; of others Compute Optimizer says nothing. */
export const serviceAdvice = z
  .object({
    kind: z.literal('service'),
    serviceArn: arn,
    finding,
    currentServiceConfiguration: z.object(taskSize).nullish(),
    lookbackPeriodInDays: z.number().nullish(),
    serviceRecommendationOptions: z.array(z.object({ rank, ...taskSize, ...money })).default([]),
    ...members,
  })
  .transform(({ serviceArn, currentServiceConfiguration, lookbackPeriodInDays, serviceRecommendationOptions, ...advice }) => {
    const option = best(serviceRecommendationOptions);
    return sizeAdvice(
      {
        ...advice,
        resourceArn: serviceArn,
        now: taskText(currentServiceConfiguration ?? {}),
        advised: taskText(option ?? {}),
        lookbackDays: lookbackPeriodInDays,
      },
      option,
    );
  });

const groupConfiguration = z.object({ instanceType: text }).nullish();

export const groupAdvice = z
  .object({
    kind: z.literal('group'),
    autoScalingGroupArn: arn,
    finding,
    currentConfiguration: groupConfiguration,
    lookBackPeriodInDays: z.number().nullish(),
    recommendationOptions: z.array(z.object({ configuration: groupConfiguration, rank, ...money })).default([]),
    ...members,
  })
  .transform((advice) => {
    const option = best(advice.recommendationOptions);
    const saves = exact(moneyOf(option).saving ?? '0').gt(0);
    return adviceOf(
      {
        ...advice,
        resourceArn: advice.autoScalingGroupArn,
        action: 'Rightsize',
        // One word stands for too large and for too small; what is not said to save is advice for speed.
        actionGroup: advice.finding === 'notoptimized' && saves ? 'resize' : null,
        now: advice.currentConfiguration?.instanceType ?? null,
        advised: option?.configuration?.instanceType ?? null,
        lookbackDays: advice.lookBackPeriodInDays,
      },
      option,
    );
  });
