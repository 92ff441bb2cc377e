import { kmsKeyArnSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { regionPatterns, storageAccountPattern } from '../operations/host-pattern.js';
import { isFileName } from './path-template.js';

/** Ends in a slash: without it the pin `bills` would open `bills-of-others/` too. */
const folder = z
  .string()
  .max(512)
  .refine((text) => text.endsWith('/') && isFileName(text.slice(0, -1)), 'must name a folder, as a/b/');

/** The only things of a connection whose bill may be read; an operation of the billing list without its pin is refused. */
export const billingPinsSchema = z.strictObject({
  /** The account that the connection was pinned to at its first validation. */
  awsAccountId: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** ARM scopes without a leading slash, `subscriptions/<guid>`. */
  azureScopes: z.array(z.string().regex(/^subscriptions\/[0-9a-fA-F-]{36}$/)).optional(),
  bigQuery: z
    .strictObject({
      /** The project that runs, and pays for, the query. */
      jobProject: z.string().regex(/^[a-z][a-z0-9-]{4,61}[a-z0-9]$/),
      /** `project.dataset.table` of the export. */
      table: z.string().regex(/^[a-z][a-z0-9-]{4,61}[a-z0-9]\.[A-Za-z0-9_]{1,1024}\.[A-Za-z0-9_]{1,1024}$/),
      location: z
        .string()
        .regex(/^[A-Za-z0-9-]{2,40}$/)
        .optional(),
      maximumBytesBilled: z.string().regex(/^[1-9]\d{0,14}$/),
    })
    .optional(),
  /** The folder of AWS Data Exports. */
  s3Export: z
    .strictObject({
      bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
      region: z.string().regex(new RegExp(`^${regionPatterns.aws}$`)),
      prefix: folder,
      /** Used by S3 in the session's name; no call of ours goes to a key service. */
      kmsKeyArn: kmsKeyArnSchema.optional(),
    })
    .optional(),
  /** The folder of an export of Azure Cost Management. */
  blobExport: z
    .strictObject({
      storageAccount: z.string().regex(new RegExp(`^${storageAccountPattern}$`)),
      container: z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/),
      prefix: folder,
    })
    .optional(),
});
export type BillingPins = z.infer<typeof billingPinsSchema>;
