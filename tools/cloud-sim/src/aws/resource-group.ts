import { z } from 'zod';
import { dailyBillSchema } from '../estate/bill.js';

/**
 * Members that every group of resources has. A group of one may name its `id`; a `trap` says why a group that
 * looks like a fault is none, and takes its resources off the answer sheet.
 */
export const groupSchema = dailyBillSchema.extend({
  count: z.int().min(1).default(1),
  id: z.string().optional(),
  /** Left out: the group is spread evenly over the estate's regions. */
  region: z.string().optional(),
  tags: z.record(z.string(), z.string()).default({}),
  ageDays: z.number().positive().optional(),
  trap: z.string().optional(),
  /** What Cost Optimization Hub advises for each resource of the group: its own word, and what it says is saved a month. */
  advised: z.object({ action: z.string(), saving: z.number().min(0), costAfter: z.number().min(0) }).optional(),
  /** What Compute Optimizer advises for each resource of the group, after discounts a month; null: Cost Explorer is not switched on, so it names no money. */
  optimized: z.object({ advice: z.enum(['stop', 'smaller', 'newer']), saving: z.number().min(0).nullable() }).optional(),
});

export type ResourceGroup = z.output<typeof groupSchema>;
