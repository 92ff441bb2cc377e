export interface SeriesLabels {
  readonly resourceType: string;
  readonly resourceLabels: Readonly<Record<string, string>>;
  readonly metricLabels: Readonly<Record<string, string>>;
}

export interface MonitoringFilter {
  readonly metricType: string;
  readonly matches: (labels: SeriesLabels) => boolean;
}

type Predicate = (labels: SeriesLabels) => boolean;

const EQUALITY = /^(metric|resource)\.(type|labels?\.("?)([\w-]+)\3)\s*(!?=)\s*"([^"]*)"$/;
const ONE_OF = /^(metric|resource)\.labels?\."?([\w-]+)"?\s*=\s*one_of\(([^)]*)\)$/;

/** Reads `metric.type = "…" AND …` with equalities, `one_of(…)` and parenthesised ORs of labels. Null without a metric type or for another form. */
export function readMonitoringFilter(filter: string): MonitoringFilter | null {
  let metricType: string | null = null;
  const predicates: Predicate[] = [];
  for (const part of filter.split(/\s+AND\s+/).map((text) => text.trim())) {
    const choices = part.replace(/^\((.*)\)$/s, '$1').split(/\s+OR\s+/);
    const terms: Predicate[] = [];
    for (const choice of choices) {
      const type = /^metric\.type\s*=\s*"([^"]*)"$/.exec(choice.trim())?.[1];
      if (type !== undefined) {
        metricType = type;
        continue;
      }
      const term = readTerm(choice.trim());
      if (term === null) return null;
      terms.push(term);
    }
    if (terms.length > 0) predicates.push((labels) => terms.some((term) => term(labels)));
  }
  return metricType === null ? null : { metricType, matches: (labels) => predicates.every((predicate) => predicate(labels)) };
}

function readTerm(text: string): Predicate | null {
  const [, list, label, choices] = ONE_OF.exec(text) ?? [];
  if (label !== undefined && choices !== undefined) {
    const wanted = choices.split(',').map((choice) => choice.trim().replace(/^"|"$/g, ''));
    return (labels) => wanted.includes((list === 'metric' ? labels.metricLabels : labels.resourceLabels)[label] ?? '');
  }
  const [, side, what, , name, operator, value] = EQUALITY.exec(text) ?? [];
  if (value === undefined) return null;
  const equal = operator === '=';
  if (what === 'type') return ({ resourceType }) => (resourceType === value) === equal;
  return (labels) => ((side === 'metric' ? labels.metricLabels : labels.resourceLabels)[name ?? ''] === value) === equal;
}
