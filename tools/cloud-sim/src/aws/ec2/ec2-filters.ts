import type { AwsCall } from '../aws-operation.js';
import { matchesPattern } from '../iam/policy-evaluation.js';
import { AwsError } from '../wire/aws-error.js';

/** How an item answers each filter that its operation knows. */
export type FilterFields<Item> = Readonly<Record<string, (item: Item) => readonly string[]>>;

/**
 * The predicate that a request's `Filter.N` spells: every filter must meet one of its values (wildcards allowed).
 * `tag:Key` and `tag-key` work wherever items have tags. An unknown filter is refused, as at AWS.
 */
export function filterOf<Item>(call: AwsCall, fields: FilterFields<Item>, tagsOf: (item: Item) => Readonly<Record<string, string>>): (item: Item) => boolean {
  const tests = call.query.structures('Filter').map((filter) => {
    const name = filter.get('Name') ?? '';
    const values = filter.list('Value');
    const read = readerOf(name, fields, tagsOf);
    if (read === null) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    return (item: Item): boolean =>
      read(item).some((actual) => values.some((value) => (value.includes('*') || value.includes('?') ? matchesPattern(value, actual, '') : value === actual)));
  });
  return (item) => tests.every((test) => test(item));
}

function readerOf<Item>(
  name: string,
  fields: FilterFields<Item>,
  tagsOf: (item: Item) => Readonly<Record<string, string>>,
): ((item: Item) => readonly string[]) | null {
  if (name === 'tag-key') return (item) => Object.keys(tagsOf(item));
  if (name.startsWith('tag:')) {
    const key = name.slice(4);
    return (item) => {
      const value = tagsOf(item)[key];
      return value === undefined ? [] : [value];
    };
  }
  return fields[name] ?? null;
}
