import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';

/** google.type.Money over a google.protobuf.Duration; what is saved is a negative cost. */
export const costProjection = z.object({
  cost: z.object({
    currencyCode: z.string().length(3),
    units: z
      .string()
      .regex(/^-?\d{1,18}$/)
      .default('0'),
    nanos: z.number().int().min(-999_999_999).max(999_999_999).default(0),
  }),
  duration: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,9})?s$/)
    .default('2592000s'),
});
export type CostProjection = z.output<typeof costProjection>;

const secondsPerMonth = exact('30.44').times(86_400);

/** What is saved in a month of 30.44 days, decimal text; `0` where the advice costs more, null for a projection over no time. */
export function monthlySaving({ cost, duration }: CostProjection): string | null {
  const seconds = exact(duration.slice(0, -1));
  if (seconds.lte(0)) return null;
  const saved = exact(cost.units)
    .plus(exact(String(cost.nanos)).dividedBy(1_000_000_000))
    .negated();
  return saved.lte(0) ? '0' : decimalText(saved.times(secondsPerMonth).dividedBy(seconds));
}
