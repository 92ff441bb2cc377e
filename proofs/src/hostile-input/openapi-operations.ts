import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { projectRoot } from './api-process.js';

/** JSON Schema 2020-12 as the committed document writes it; only what it uses is read. */
export type JsonSchema = Readonly<Record<string, unknown>>;
const jsonSchema = z.record(z.string(), z.unknown());
const contentSchema = z.record(z.string(), z.looseObject({ schema: jsonSchema.optional() }));
const operationSchema = z.looseObject({
  operationId: z.string(),
  'x-vitrine-operator': z.boolean().default(false),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean(), schema: jsonSchema })).default([]),
  requestBody: z.looseObject({ required: z.boolean().default(false), content: contentSchema }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: contentSchema.optional() })),
});
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), jsonSchema) }),
});

export interface Checked {
  readonly schema: JsonSchema;
  readonly fits: ValidateFunction;
}
export interface Parameter extends Checked {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
}
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{name}` for each path parameter. */
  readonly path: string;
  readonly secured: boolean;
  /** Asked by the platform's operators with their own sign-in; a token of an organization is nothing here. */
  readonly ofOperators: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: (Checked & { readonly mediaType: string; readonly required: boolean }) | 'none';
  /** Per status and media type; `no-schema` where a text is all that is promised. A status without content has no entry inside. */
  readonly answers: ReadonlyMap<number, ReadonlyMap<string, ValidateFunction>>;
}
export interface OpenApi {
  readonly operations: readonly Operation[];
  readonly components: Readonly<Record<string, JsonSchema>>;
  /** Documented methods per path, upper case. */
  readonly methods: ReadonlyMap<string, readonly string[]>;
}

/** The committed document, every schema of it compiled. */
export function readOpenApi(): OpenApi {
  const text: unknown = JSON.parse(readFileSync(join(projectRoot, 'apps/api/openapi.json'), 'utf8'));
  const document = documentSchema.parse(text);
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  // The package is CommonJS whose default export TypeScript sees as the module.
  addFormats.default(ajv);
  const root = 'https://vitrine.dev/openapi';
  ajv.addSchema({ $id: root, components: document.components });
  // The same problem document stands at 600 places; compiled once it is quick.
  const compiled = new Map<string, ValidateFunction>();
  const checked = (schema: JsonSchema): Checked => {
    const text = JSON.stringify(schema);
    const fits = compiled.get(text) ?? ajv.compile(absolute(text, root));
    compiled.set(text, fits);
    return { schema, fits };
  };
  const answersOf = ({ responses }: z.infer<typeof operationSchema>): Operation['answers'] =>
    new Map(
      Object.entries(responses).map(([status, { content }]) => [
        Number(status),
        new Map(Object.entries(content ?? {}).map(([type, { schema }]) => [type, checked(schema ?? {}).fits])),
      ]),
    );
  const operations = Object.entries(document.paths).flatMap(([path, byMethod]) => {
    return Object.entries(byMethod).map(([method, operation]): Operation => {
      const [content] = Object.entries(operation.requestBody?.content ?? {});
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        secured: (operation.security ?? []).length > 0,
        ofOperators: operation['x-vitrine-operator'],
        parameters: operation.parameters.map(({ name, in: where, required, schema }) => ({ name, in: where, required, ...checked(schema) })),
        body:
          content === undefined ? 'none' : { mediaType: content[0], required: operation.requestBody?.required ?? false, ...checked(content[1].schema ?? {}) },
        answers: answersOf(operation),
      };
    });
  });
  const methods = new Map(Object.entries(document.paths).map(([path, byMethod]) => [path, Object.keys(byMethod).map((method) => method.toUpperCase())]));
  return { operations, components: document.components.schemas, methods };
}

/** The same schema with references that stand outside their document. */
function absolute(schema: string, root: string): object {
  const value: unknown = JSON.parse(schema.replaceAll('"$ref":"#/components', `"$ref":"${root}#/components`));
  return Object(value);
}
