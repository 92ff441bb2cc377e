import { z } from 'zod';

/** What may stand in place of `{name}`. Nothing of it can leave its place: no dot, slash, colon, at sign or percent. */
const PLACEHOLDERS = {
  /** An id of Entra or Azure DevOps. */
  tenant: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /** One label of a host name. */
  label: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
} as const;

/**
 * An issuer, or a family of issuers that differ in one place: `https://login.microsoftonline.com/{tenant}/v2.0`.
 * Attack: a customer names an issuer, and we fetch its keys: SSRF. The operator's text chooses the host; the customer's fills one place of it.
 */
export interface IssuerTemplate {
  readonly text: string;
  /** @returns what stands in the placeholder (empty where there is none), or `other` */
  matches(issuer: string): { readonly value: string } | 'other';
}

/** Parses such a text: an absolute URL without query, fragment or user, with one placeholder at most. */
export const issuerTemplateSchema = z
  .string()
  .max(300)
  .transform((text, context): IssuerTemplate => {
    const [, head = text, name, tail = ''] = /^([^{}]+)\{(\w+)\}([^{}]*)$/.exec(text) ?? [];
    const place = name === undefined ? 'none' : name === 'tenant' || name === 'label' ? PLACEHOLDERS[name] : 'unknown';
    const sample = name === undefined ? text : `${head}x${tail}`;
    if (place === 'unknown' || /[{}?#@]/.test(sample) || !URL.canParse(sample)) {
      context.addIssue({ code: 'custom', message: 'not an issuer, or more than one {tenant} or {label} in it' });
      return z.NEVER;
    }
    return {
      text,
      matches: (issuer) => {
        if (place === 'none') return issuer === text ? { value: '' } : 'other';
        const value = issuer.slice(head.length, issuer.length - tail.length);
        return issuer === `${head}${value}${tail}` && place.test(value) ? { value } : 'other';
      },
    };
  });
