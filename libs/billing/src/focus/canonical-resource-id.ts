/**
 * The form in which a bill's resource id joins an inventory's: ARM ids and ARNs in lower case, Google full names as `//service/…`.
 * An id that names no account (AWS `i-0abc`, a bare name) stays as it is, in lower case; the join then also looks at the sub-account.
 */
export function canonicalResourceId(resourceId: string): string {
  const text = resourceId.trim();
  if (text.startsWith('https://www.googleapis.com/compute/'))
    return `//compute.googleapis.com/${text.replace(/^https:\/\/www\.googleapis\.com\/compute\/[^/]+\//, '')}`.toLowerCase();
  return text.toLowerCase();
}
