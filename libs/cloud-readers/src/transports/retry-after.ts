const longest = 60 * 60 * 1000;

/** Headers in which the providers say how long to wait, beside `Retry-After`; in seconds unless they end in `-ms`. */
const headerNames = [
  'retry-after',
  'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after',
  'x-ms-ratelimit-microsoft.costmanagement-entity-retry-after',
  'x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after',
  'x-ms-ratelimit-microsoft.costmanagement-client-retry-after',
  'x-ms-user-quota-resets-after',
  'retry-after-ms',
  'x-ms-retry-after-ms',
];

/**
 * How long to wait, in milliseconds: the largest of all that the answer says, else `fallback`; an hour at most, so that a
 * hostile or broken answer cannot park a job for ever.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: Date, fallback: number, further: readonly number[] = []): number {
  const said = headerNames.flatMap((name) => {
    const text = headers[name];
    if (text === undefined) return [];
    const value = name.endsWith('-ms') ? milliseconds(text) : waitOf(text, now);
    return value === null ? [] : [value];
  });
  const all = [...said, ...further];
  return all.length === 0 ? fallback : Math.min(longest, Math.max(...all));
}

function waitOf(text: string, now: Date): number | null {
  const clock = /^(\d{1,2}):(\d{2}):(\d{2})$/.exec(text.trim());
  if (clock !== null) return ((Number(clock[1]) * 60 + Number(clock[2])) * 60 + Number(clock[3])) * 1000;
  const seconds = milliseconds(text);
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

function milliseconds(text: string): number | null {
  return /^\d{1,9}(?:\.\d+)?$/.test(text.trim()) ? Math.ceil(Number(text)) : null;
}

/** Google's `RetryInfo.retryDelay` (`"5s"`, `"0.5s"`) in milliseconds. */
export function googleDelayMs(text: string): number | null {
  const seconds = /^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(text)?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}
