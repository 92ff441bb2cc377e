import { variableOf } from './read-variables.js';

/** A certificate without its key would only fail at the first connection, or be left out in silence. */
export const loneHalves = (values: Readonly<Record<string, unknown>>, pairs: readonly (readonly [string, string])[]): string[] =>
  pairs.flatMap(([one, other]) =>
    (values[one] === undefined) === (values[other] === undefined) ? [] : [`${variableOf(one)} and ${variableOf(other)}: both or none`],
  );
