import { z } from 'zod';

export const verdictSchema = z.enum(['fail', 'pass', 'not_applicable', 'undetermined']);
export type VerdictName = z.infer<typeof verdictSchema>;

/** Why a rule could not judge. Each is a member so that "not allowed to look" never reads as "nothing there". */
export const undeterminedReasons = [
  'no_permission',
  'no_metrics',
  'too_young',
  'not_enrolled',
  'no_price',
  'unavailable',
  'unparsable',
  'look_up_denied',
] as const;
export const undeterminedReasonSchema = z.enum(undeterminedReasons);
export type UndeterminedReason = z.infer<typeof undeterminedReasonSchema>;

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

export const confidenceSchema = z.enum(['low', 'medium', 'high']);
export type Confidence = z.infer<typeof confidenceSchema>;

/** Effort words of AWS Cost Optimization Hub. */
export const effortSchema = z.enum(['VeryLow', 'Low', 'Medium', 'High', 'VeryHigh']);
export type Effort = z.infer<typeof effortSchema>;

/** Savings of one resource compete inside one group (`reference/cost.md` §2.0). */
export const actionGroupSchema = z.enum(['terminate', 'resize', 'modernise', 'commit', 'config', 'identity']);
export type ActionGroup = z.infer<typeof actionGroupSchema>;

export const findingStatuses = ['open', 'acknowledged', 'planned', 'waived', 'excluded', 'resolved', 'realised', 'relapsed'] as const;
export const findingStatusSchema = z.enum(findingStatuses);
export type FindingStatus = z.infer<typeof findingStatusSchema>;
