import { z } from 'zod';

/** Values of a query's named parameters: a text, or a list of texts. */
export type QueryParameters = ReadonlyMap<string, string | readonly string[]>;

export const queryParametersSchema = z.array(
  z.object({
    name: z.string().optional(),
    parameterValue: z.object({ value: z.string().nullish(), arrayValues: z.array(z.object({ value: z.string() })).optional() }),
  }),
);

export function readParameters(parameters: z.infer<typeof queryParametersSchema> | undefined): QueryParameters {
  return new Map(
    (parameters ?? []).flatMap(({ name, parameterValue }): [string, string | string[]][] =>
      name === undefined ? [] : [[name, parameterValue.arrayValues?.map((entry) => entry.value) ?? parameterValue.value ?? '']],
    ),
  );
}
