import { decimalText, exact } from '@vitrine/contracts';
import type { MetricAnswer } from './define-rule.js';

const hourMs = 3_600_000;
const weekHours = 168;
/** Thursday, 1 January 1970: hours of the week are counted from Monday, 00:00 UTC. */
const epochOffset = 72;

export interface OffHours {
  /** Hours of the day, in a row, in which nothing happened on any day from Monday to Friday. */
  readonly nightHours: number;
  readonly weekendHours: number;
  /** Decimal text of 0 to 1: the part of a week that both make. */
  readonly share: string;
  /** Hours of the week in which nothing ever happened. */
  readonly quietHours: number;
}

/**
 * Which hours of the week were quiet whenever they were seen. An hour without any datapoint is one that somebody may have used,
 * so it does not count; that nine datapoints of ten came is the engine's business.
 */
export function offHours(series: readonly { readonly answer: MetricAnswer; readonly quietBelow: number }[]): OffHours {
  const quiet = Array.from({ length: weekHours }, (_, hour) => series.every((each) => isQuiet(each, hour)));
  const weekday = (hour: number): boolean => [0, 1, 2, 3, 4].every((day) => quiet[day * 24 + hour] === true);
  const nightHours = longestRun(Array.from({ length: 24 }, (_, hour) => weekday(hour)));
  const weekendHours = quiet.slice(5 * 24).filter(Boolean).length;
  const share = decimalText(exact(nightHours * 5 + weekendHours).dividedBy(exact(weekHours)));
  return { nightHours, weekendHours, share, quietHours: quiet.filter(Boolean).length };
}

function isQuiet({ answer, quietBelow }: { readonly answer: MetricAnswer; readonly quietBelow: number }, hour: number): boolean {
  const first = Math.floor(Date.parse(answer.start) / hourMs) + epochOffset;
  const seen = answer.values.filter((_value, index) => (first + (answer.periods[index] ?? 0)) % weekHours === hour);
  return seen.length > 0 && seen.every((value) => value < quietBelow);
}

/** The longest run of true, over midnight too. */
function longestRun(hours: readonly boolean[]): number {
  if (hours.every(Boolean)) return hours.length;
  let longest = 0;
  let run = 0;
  for (const hour of [...hours, ...hours]) {
    run = hour ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

const marks = /^(env|environment|stage|tier|lifecycle)$/i;
const notProduction =
  /(^|[-_. /])(dev|devel|develop|development|test|testing|tst|qa|uat|stag|stage|staging|stg|sandbox|sbx|demo|preview|lab|int|integration|non-?prod(uction)?)($|[-_. /\d])/i;
const production = /(^|[-_. /])(prod|production|prd|live)($|[-_. /\d])/i;

/** What says that a resource is not production, or null: a tag for the environment, else its name. Production wins where both are said. */
export function nonProductionSign(name: string | null, tags: Readonly<Record<string, string>>): string | null {
  const tagged = Object.entries(tags).filter(([key]) => marks.test(key));
  const words = [...tagged.map(([, value]) => value), ...(name === null ? [] : [name])];
  if (words.some((word) => production.test(word) && !/non-?prod/i.test(word))) return null;
  return words.find((word) => notProduction.test(word)) ?? null;
}
