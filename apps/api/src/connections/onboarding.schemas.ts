import { z } from 'zod';

export const onboardingSchema = z
  .strictObject({
    /** Null while the operator has not set one; then the texts hold a placeholder. */
    issuer: z.string().nullable(),
    subject: z.string(),
    audience: z.string(),
    documents: z.array(
      z.strictObject({
        format: z.enum([
          ...(['aws-policy', 'aws-trust-policy', 'aws-cli', 'cloudformation', 'terraform'] as const),
          ...(['azure-role', 'azure-cli', 'azure-federated-credential', 'gcp-role', 'gcloud'] as const),
        ]),
        filename: z.string(),
        mediaType: z.enum(['application/json', 'text/plain', 'application/yaml']),
        text: z.string(),
      }),
    ),
    /** The same by hand, in the cloud's own pages. */
    portal: z.array(z.string()),
    /** Members of the credential to submit afterwards. */
    submit: z.array(z.string()),
  })
  .meta({ id: 'Onboarding' });
