import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { PROBLEM_TYPE } from '../http/problem.js';

const METHODS = ['get', 'post', 'patch', 'delete', 'put'] as const;

/** The OpenAPI 3.1 document of the routes as they are; the same schemas parse and describe. */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Vitrine')
    .setDescription('Look, don’t touch: read-only audits of AWS, Azure and GCP. Every error is application/problem+json.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An access token of a configured OIDC issuer, or an API token (vtr_…)' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
    standardSchemaConverter: (schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) => converted(schema, schemaType),
  });
  for (const path of Object.values(document.paths)) for (const method of METHODS) problemsAsProblems(path[method]?.responses);
  return document;
}

/** JSON Schema 2020-12, which OpenAPI 3.1 speaks; named schemas become components. */
function converted(schema: unknown, io: 'input' | 'output'): { schema: object; components: Record<string, object> } | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $defs, $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any', reused: 'inline' });
  return { schema: rest, components: $defs ?? {} };
}

function problemsAsProblems(responses: Record<string, unknown> | undefined): void {
  for (const [status, response] of Object.entries(responses ?? {})) {
    const parsed = z.looseObject({ content: z.record(z.string(), z.unknown()) }).safeParse(response);
    if (responses === undefined || !parsed.success || Number(status) < 400) continue;
    const [content] = Object.values(parsed.data.content);
    // Readiness tells what is away in its own words.
    if (!JSON.stringify(content).includes('/Problem"')) continue;
    responses[status] = { ...parsed.data, content: { [PROBLEM_TYPE]: content } };
  }
}
