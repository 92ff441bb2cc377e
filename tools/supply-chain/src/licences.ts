import type { ShippedPackage } from './shipped-packages.js';

/** Licences under which code may ship with ours (Apache-2.0), each with the reason. What is not here is refused until somebody reads it. */
export const allowedLicences: Readonly<Record<string, string>> = {
  MIT: 'permissive; the notice goes along in the bundle’s legal comments',
  'Apache-2.0': 'our own licence',
  ISC: 'permissive, as MIT',
  '0BSD': 'permissive without a notice',
  'BSD-2-Clause': 'permissive; the notice goes along',
  'BSD-3-Clause': 'permissive; the notice goes along, and no name is used to promote',
  'BlueOak-1.0.0': 'permissive; the notice goes along',
};

/** Shipped packages whose licence is not on the list: `name@version: licence`. Of `A OR B` one is enough, of `A AND B` all are needed. */
export function licenceProblems(packages: readonly ShippedPackage[], allowed: Readonly<Record<string, string>> = allowedLicences): string[] {
  const fine = (expression: string): boolean => {
    const plain = expression.replace(/^\((.*)\)$/, '$1');
    if (plain.includes(' OR ')) return plain.split(' OR ').some(fine);
    return plain.split(' AND ').every((licence) => Object.hasOwn(allowed, licence.trim()));
  };
  return packages.filter(({ licence }) => !fine(licence)).map(({ name, version, licence }) => `${name}@${version}: ${licence}`);
}
