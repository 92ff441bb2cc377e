/** The flat parameters of the AWS Query and EC2 Query protocols (`Filter.1.Value.2`), read as the structures they spell. */
export class QueryParams {
  /** Members below each first part of a name; made once, since a request with 500 structures of 20 members asks for each by its prefix. */
  #nested: Map<string, Map<string, string>> | undefined;

  private constructor(private readonly flat: ReadonlyMap<string, string>) {}

  static parse(form: string): QueryParams {
    return new QueryParams(new Map(new URLSearchParams(form)));
  }

  get(name: string): string | undefined {
    return this.flat.get(name);
  }

  /** A list of strings: `Name.1` (EC2) or `Name.member.1` (Query). */
  list(name: string): string[] {
    const values: string[] = [];
    for (let i = 1; ; i++) {
      const value = this.flat.get(`${name}.${String(i)}`) ?? this.flat.get(`${name}.member.${String(i)}`);
      if (value === undefined) return values;
      values.push(value);
    }
  }

  /** A list of structures, each with the prefix taken off its members' names. */
  structures(name: string): QueryParams[] {
    const found: QueryParams[] = [];
    const list = this.under(name);
    const members = list?.under('member');
    for (let i = 1; ; i++) {
      const structure = list?.under(String(i)) ?? members?.under(String(i));
      if (structure === undefined) return found;
      found.push(structure);
    }
  }

  /** A nested structure, or undefined where no member of it is given. */
  under(prefix: string): QueryParams | undefined {
    const [first, ...rest] = prefix.split('.');
    const members = this.nested().get(first ?? '');
    if (members === undefined) return undefined;
    const below = new QueryParams(members);
    return rest.length === 0 ? below : below.under(rest.join('.'));
  }

  private nested(): Map<string, Map<string, string>> {
    this.#nested ??= nestedOf(this.flat);
    return this.#nested;
  }
}

function nestedOf(flat: ReadonlyMap<string, string>): Map<string, Map<string, string>> {
  const nested = new Map<string, Map<string, string>>();
  for (const [name, value] of flat) {
    const dot = name.indexOf('.');
    if (dot < 0) continue;
    const first = name.slice(0, dot);
    const members = nested.get(first) ?? new Map<string, string>();
    members.set(name.slice(dot + 1), value);
    nested.set(first, members);
  }
  return nested;
}
