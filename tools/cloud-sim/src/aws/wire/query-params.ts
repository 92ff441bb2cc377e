/** The flat parameters of the AWS Query and EC2 Query protocols (`Filter.1.Value.2`), read as the structures they spell. */
export class QueryParams {
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
    for (let i = 1; ; i++) {
      const structure = this.under(`${name}.${String(i)}`) ?? this.under(`${name}.member.${String(i)}`);
      if (structure === undefined) return found;
      found.push(structure);
    }
  }

  /** A nested structure, or undefined where no member of it is given. */
  under(prefix: string): QueryParams | undefined {
    const members = [...this.flat]
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, value]): [string, string] => [name.slice(prefix.length + 1), value]);
    return members.length === 0 ? undefined : new QueryParams(new Map(members));
  }
}
