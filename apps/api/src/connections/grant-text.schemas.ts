import { z } from 'zod';

export const grantTextSchema = z
  .strictObject({
    requested: z.array(z.strictObject({ permission: z.string(), why: z.string(), list: z.enum(['inventory', 'billing']) })),
    refused: z.array(z.strictObject({ permission: z.string(), why: z.string() })),
    documents: z.array(
      z.strictObject({
        format: z.enum(['aws-policy', 'cloudformation', 'terraform', 'azure-role', 'azure-cli', 'gcp-role', 'gcloud']),
        filename: z.string(),
        mediaType: z.enum(['application/json', 'text/plain', 'application/yaml']),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'GrantText' });
