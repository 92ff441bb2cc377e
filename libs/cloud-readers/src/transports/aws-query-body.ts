import type { Json } from '../engine/cloud-request.js';

/**
 * Parameters in AWS's Query form. Lists become `Name.1` at EC2 and `Name.member.1` elsewhere, objects `Name.Key`.
 * `null` members are left out; an empty list is too, since neither has a form.
 */
export function queryBody(service: string, action: string, version: string, parameters: Readonly<Record<string, Json>>): string {
  const form = new URLSearchParams([
    ['Action', action],
    ['Version', version],
  ]);
  const infix = service === 'ec2' ? '' : '.member';
  const write = (name: string, value: Json): void => {
    if (value === null) return;
    if (typeof value !== 'object') form.append(name, String(value));
    else if (isList(value)) for (const [index, each] of value.entries()) write(`${name}${infix}.${String(index + 1)}`, each);
    else for (const [key, each] of Object.entries(value)) write(`${name}.${key}`, each);
  };
  for (const [name, value] of Object.entries(parameters)) write(name, value);
  return form.toString();
}

function isList(value: Extract<Json, object>): value is readonly Json[] {
  return Array.isArray(value);
}
