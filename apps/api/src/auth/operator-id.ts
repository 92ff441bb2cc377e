import { z } from 'zod';

/** `issuer|subject`, exactly as the platform's issuer says both. The issuer's URL has no `|`; a subject may. */
export const operatorIdSchema = z
  .string()
  .max(600, 'invalid-operator')
  .refine((text) => URL.canParse(text.split('|', 1)[0] ?? '') && text.indexOf('|') > 0 && text.indexOf('|') < text.length - 1, 'not issuer|subject')
  .brand<'OperatorId'>();
export type OperatorId = z.infer<typeof operatorIdSchema>;
