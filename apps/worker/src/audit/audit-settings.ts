import { z } from 'zod';
import type { Estate } from '@vitrine/cloud-readers';
import type { TagRule } from '@vitrine/rules';

/**
 * What a connection chooses (CF-03): nothing outside the chosen accounts and regions is read.
 * `ruleSettings` are numbers over a rule's defaults, `rules` the enabled ones, `excludeTags` `Key` or `Key==Value`.
 */
export const auditSettingsSchema = z.object({
  accounts: z.array(z.string()).optional(),
  regions: z.array(z.string()).optional(),
  rules: z.array(z.string()).optional(),
  ruleSettings: z.record(z.string(), z.record(z.string(), z.number())).optional(),
  excludeTags: z.array(z.string().min(1).max(300)).optional(),
  /** Discount on list prices, decimal text 0 to 1 (CF-28). */
  discount: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/)
    .optional(),
});
export type AuditSettings = z.infer<typeof auditSettingsSchema>;

/** The estate within the customer's choice. An empty choice means all that the principal sees. */
export function chosenEstate(estate: Estate, settings: AuditSettings): Estate {
  const within = (all: readonly string[], chosen: readonly string[] | undefined): readonly string[] =>
    chosen === undefined || chosen.length === 0 ? all : all.filter((each) => chosen.includes(each));
  return { ...estate, accounts: within(estate.accounts, settings.accounts), regions: within(estate.regions, settings.regions) };
}

/** The rules of an audit: its own choice within the connection's. */
export function chosenRules(audit: readonly string[] | null, settings: AuditSettings): readonly string[] | null {
  if (settings.rules === undefined || settings.rules.length === 0) return audit;
  const enabled = settings.rules;
  return audit === null ? enabled : audit.filter((rule) => enabled.includes(rule));
}

export function tagRules(settings: AuditSettings): TagRule[] {
  return (settings.excludeTags ?? []).map((text) => {
    const at = text.indexOf('==');
    return at === -1 ? { key: text, value: null } : { key: text.slice(0, at), value: text.slice(at + 2) };
  });
}
