import { z } from 'zod';
import { VitrineError } from '@vitrine/contracts';

type Numbers = Readonly<Record<string, number>>;

/** Only names that the rule has, only finite numbers from 0: a misspelt threshold must not silently keep the default. */
function schemaOf(defaults: Numbers): z.ZodType<Readonly<Record<string, number | undefined>>> {
  const fields = Object.fromEntries(Object.keys(defaults).map((name) => [name, z.number().min(0).max(1e12).optional()]));
  return z.strictObject(fields);
}

/**
 * A rule's numbers for one organization: its overrides over the defaults.
 * @throws VitrineError `rule-settings-invalid` (422) naming the members that are wrong
 */
export function resolveSettings(rule: { readonly id: string; readonly defaults: Numbers }, overrides: unknown): Numbers {
  // Most organizations override nothing, and every job of an audit asks for each of its rules.
  if (overrides === undefined || overrides === null) return rule.defaults;
  const parsed = schemaOf(rule.defaults).safeParse(overrides);
  if (!parsed.success) {
    throw new VitrineError({
      code: 'rule-settings-invalid',
      status: 422,
      publicMessage: `The settings of rule ${rule.id} hold names that the rule does not have, or values that are not numbers from 0.`,
      errors: parsed.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, code: issue.code })),
    });
  }
  const given = Object.entries(parsed.data).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { ...rule.defaults, ...Object.fromEntries(given) };
}

/**
 * One number that the rule's `defaults` declare.
 * @throws VitrineError `rule-setting-missing`: the rule asks for a name it did not declare, or the engine did not resolve settings
 */
export function setting(settings: Numbers, name: string): number {
  const value = settings[name];
  if (value === undefined)
    throw new VitrineError({ code: 'rule-setting-missing', status: 500, publicMessage: 'An internal error occurred.', internal: `setting ${name}` });
  return value;
}
