import type { GcpResource } from './gcp-resource.js';

type Predicate = (resource: GcpResource) => boolean;

/**
 * Reads the part of Cloud Asset's query language that lists need: `field:value`, `field=value`, `NOT`, `AND`, a final
 * `*`, quotes; fields name, displayName, location, state, project, labels.KEY. Null for what it cannot read.
 */
export function assetMatches(query: string): Predicate | null {
  const terms = query.match(/(?:NOT\s+|-)?[\w.]+\s*[:=]\s*(?:"[^"]*"|\S+)|\S+/g) ?? [];
  const predicates: Predicate[] = [];
  for (const term of terms) {
    if (term === 'AND') continue;
    const [, not, field, operator, raw] = /^(NOT\s+|-)?([\w.]+)\s*([:=])\s*(.+)$/.exec(term) ?? [];
    if (field === undefined || raw === undefined) return null;
    const wanted = raw.replace(/^"|"$/g, '').toLowerCase();
    const read = readerOf(field);
    if (read === null) return null;
    predicates.push((resource) => fits(read(resource), operator ?? ':', wanted) === (not === undefined));
  }
  return (resource) => predicates.every((predicate) => predicate(resource));
}

function readerOf(field: string): ((resource: GcpResource) => string | undefined) | null {
  const label = /^labels\.(.+)$/.exec(field)?.[1];
  if (label !== undefined) return (resource) => resource.labels[label];
  switch (field) {
    case 'name':
      return (resource) => resource.fullName;
    case 'displayName':
      return (resource) => resource.name;
    case 'location':
      return (resource) => (resource.scope === 'global' ? 'global' : resource.scope.split('/')[1]);
    case 'state':
      return (resource) => resource.status;
    case 'project':
      return (resource) => `projects/${resource.project.projectNumber}`;
    default:
      return null;
  }
}

function fits(value: string | undefined, operator: string, wanted: string): boolean {
  if (value === undefined) return false;
  const text = value.toLowerCase();
  if (wanted.endsWith('*'))
    return operator === '='
      ? text.startsWith(wanted.slice(0, -1))
      : text.split(/[^\w-]+/).some((word) => word.startsWith(wanted.slice(0, -1))) || wanted === '*';
  return operator === '=' ? text === wanted : text === wanted || text.split(/[^\w-]+/).includes(wanted);
}
