import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `VITRINE_DATABASE_URL` for `databaseUrl`. */
export const variableOf = (member: string): string => `VITRINE_${member.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

export interface Given {
  /** By member; what was not given is absent. */
  readonly values: Readonly<Record<string, string>>;
  /** By name of the variable, never with a value. */
  readonly problems: readonly string[];
}

/**
 * Reads the variables of these members, each from itself or from the file that `…_FILE` names, without its last line break.
 * @param empty what nothing means: `absent` is for a process whose mounts are there, empty, where a feature is off; with `given` an empty file is the
 *   value '' (so that an empty secret is refused by its own check, not taken for none), and an empty variable still stands beside its file
 */
export function readVariables(environment: Environment, members: readonly string[], empty: 'absent' | 'given'): Given {
  const problems: string[] = [];
  const known = (text: string | undefined): boolean => text !== undefined && (empty === 'given' || text !== '');
  const values = members.flatMap((member): [string, string][] => {
    const name = variableOf(member);
    const [inline, file] = [environment[name], environment[`${name}_FILE`]];
    // Two sources would let one that is forgotten win over the one that was changed.
    const twice = known(inline) && known(file);
    if (twice) problems.push(`${name}: given twice, as itself and as ${name}_FILE`);
    if (inline !== undefined && inline !== '') return [[member, inline]];
    if (file === undefined || !known(file) || twice) return [];
    const text = textOf(file);
    if (text === null) problems.push(`${name}_FILE: cannot be read`);
    return text === null || !known(text) ? [] : [[member, text]];
  });
  return { values: Object.fromEntries(values), problems };
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return null;
  }
}
