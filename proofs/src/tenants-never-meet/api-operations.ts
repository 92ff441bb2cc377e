import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const document = fileURLToPath(new URL('../../../apps/api/openapi.json', import.meta.url));

/** The part of JSON Schema that the document uses and a sample needs. */
interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
  readonly minimum?: number | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
}
const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    // Of `["string", "null"]` the first.
    type: z.union([z.string(), z.array(z.string()).transform(([first]) => first)]).optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    minimum: z.number().optional(),
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    required: z.array(z.string()).optional(),
    items: schemaSchema.optional(),
    anyOf: z.array(schemaSchema).optional(),
    oneOf: z.array(schemaSchema).optional(),
  }),
);
const operationSchema = z.object({
  operationId: z.string(),
  'x-vitrine-operator': z.boolean().optional(),
  security: z.array(z.unknown()).default([]),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: schemaSchema })).optional(),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: schemaSchema }).optional() }) }).optional(),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

/** Where in a request an id of the organization's stands. */
export interface Slot {
  readonly in: 'path' | 'query' | 'body';
  readonly name: string;
  /** `connections`, `members`, …: what the id is of. */
  readonly collection: string;
}

export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly slots: readonly Slot[];
  /** Asks who is calling; what is public takes no token. */
  readonly secured: boolean;
  readonly needsMatch: boolean;
  /** Required query parameters with a value that fits. */
  readonly query: Readonly<Record<string, string>>;
  readonly queryNames: readonly string[];
  /** A body that fits the document, `idFor` asked for each id in it; `undefined` where the operation takes none. */
  body(idFor: (slot: Slot) => string, members?: 'required' | 'all'): unknown;
}

const UUID = '[0-9a-f]{12}$';
const isId = (schema: Schema): boolean => schema.pattern?.endsWith(UUID) === true;

/** How many operations the document has, the operators' own among them. */
export const documentedOperations = (): number =>
  Object.values(documentSchema.parse(JSON.parse(readFileSync(document, 'utf8'))).paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);

/** Every operation of the committed document that takes an organization's token or none, with its slots for ids, so that a new one is attacked without anybody's doing. */
export function apiOperations(): ApiOperation[] {
  const { paths, components } = documentSchema.parse(JSON.parse(readFileSync(document, 'utf8')));
  const resolve = (schema: Schema): Schema => (schema.$ref === undefined ? schema : (components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? schema));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      // Operators' own routes take no organization's token and know no ids of its rows: nobody here could enter. Specs of the API ask them.
      .filter(([, operation]) => operation['x-vitrine-operator'] !== true)
      .map(([method, { operationId, security, parameters = [], requestBody }]): ApiOperation => {
        const bodySchema = requestBody?.content['application/json']?.schema;
        const query = parameters.filter((parameter) => parameter.in === 'query');
        return {
          id: operationId,
          method: method.toUpperCase(),
          path,
          secured: security.length > 0,
          needsMatch: parameters.some(({ name }) => name === 'If-Match'),
          slots: [
            ...parameters
              .filter((parameter) => parameter.in === 'path')
              .map(({ name }): Slot => ({ in: 'path', name, collection: collectionBefore(path, name) })),
            ...query.filter(({ schema }) => isId(schema)).map(({ name }): Slot => ({ in: 'query', name, collection: collectionOf(name) })),
            ...(bodySchema === undefined ? [] : idsIn(resolve(bodySchema))),
          ],
          query: Object.fromEntries(
            query
              .filter(({ required }) => required === true)
              .map(({ name, schema }) => [name, String(sample(schema, { resolve, idFor: () => '', members: 'required' }))]),
          ),
          queryNames: query.map(({ name }) => name),
          body: (idFor, members = 'required') => (bodySchema === undefined ? undefined : sample(bodySchema, { resolve, idFor, members })),
        };
      }),
  );
}

const collectionBefore = (path: string, parameter: string): string => path.split('/')[path.split('/').indexOf(`{${parameter}}`) - 1] ?? path;
/** `connectionIds` → `connections` */
const collectionOf = (name: string): string => `${name.replace(/Ids?$/, '')}s`;

function idsIn({ properties = {} }: Schema): Slot[] {
  return Object.entries(properties)
    .filter(([, schema]) => isId(schema) || (schema.items !== undefined && isId(schema.items)))
    .map(([name]) => ({ in: 'body', name, collection: collectionOf(name) }));
}

interface Sampling {
  readonly resolve: (schema: Schema) => Schema;
  readonly idFor: (slot: Slot) => string;
  readonly members: 'required' | 'all';
}

let made = 0;
/** Something that fits: first alternatives, and of members those required and those that hold an id, or all. */
function sample(given: Schema, how: Sampling, name = ''): unknown {
  const schema = how.resolve(given);
  const [alternative] = schema.anyOf ?? schema.oneOf ?? [];
  if (alternative !== undefined) return sample(alternative, how, name);
  if (schema.enum !== undefined) return schema.enum[0];
  if (isId(schema)) return how.idFor({ in: 'body', name, collection: collectionOf(name) });
  switch (schema.type) {
    case 'object': {
      const wanted = ([member, of]: [string, Schema]): boolean =>
        how.members === 'all' || schema.required?.includes(member) === true || isId(of) || (of.items !== undefined && isId(of.items));
      const members = Object.entries(schema.properties ?? {}).filter(wanted);
      return Object.fromEntries(members.map(([member, of]) => [member, sample(of, how, member)]));
    }
    case 'array':
      return schema.items === undefined ? [] : [sample(schema.items, how, name)];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return schema.format === 'email' ? 'twin@example.test' : `sample-${String((made += 1))}`;
  }
}
