import { z } from 'zod';
import { cloudSchema } from './cloud.js';
import { remedySchema } from './findings.js';
import { actionGroupSchema, effortSchema, severitySchema } from './verdicts.js';

/** A permission in the provider's own words and why it is asked. */
export const permissionSchema = z.strictObject({
  /** `ec2:DescribeVolumes`, `Microsoft.Compute/disks/read`, `compute.disks.list`. */
  permission: z.string(),
  /** The declared operation that needs it. */
  operation: z.string(),
  /** Which closed list of the gate holds the operation (design §9). */
  list: z.enum(['inventory', 'billing', 'sign-in']),
  why: z.string(),
});
export type Permission = z.infer<typeof permissionSchema>;

/** One rule as the API shows it; generated from the rules, since the API may not import them. */
export const ruleEntrySchema = z.strictObject({
  id: z.string(),
  version: z.number().int().positive(),
  cloud: cloudSchema,
  family: z.enum(['cost', 'identity']),
  service: z.string(),
  title: z.string(),
  why: z.string(),
  severity: severitySchema,
  effort: effortSchema,
  actionGroup: actionGroupSchema,
  resourceType: z.string(),
  readers: z.array(z.string()),
  permissions: z.array(permissionSchema),
  settings: z.record(z.string(), z.number()),
  verify: z.string(),
  remedy: remedySchema,
});
export type RuleEntry = z.infer<typeof ruleEntrySchema>;

/** A permission that some declared operation needs, on which cloud; generated from the gate's closed lists. */
export const declaredPermissionSchema = permissionSchema.extend({ cloud: cloudSchema });
export type DeclaredPermission = z.infer<typeof declaredPermissionSchema>;
