import { XMLBuilder } from 'fast-xml-parser';

/** An answer as a tree: members become elements, an array repeats its element, null and undefined are left out. */
export type XmlTree = { readonly [name: string]: XmlValue };
export type XmlValue = string | number | boolean | null | undefined | XmlTree | readonly XmlValue[];

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: false, suppressBooleanAttributes: false });

/** One XML document, escaped. */
export function xmlDocument(tree: XmlTree): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlFragment(tree)}`;
}

/** Elements without a declaration, for answers that are put together by hand. */
export function xmlFragment(tree: XmlTree): string {
  return builder.build(withoutAbsent(tree));
}

/** EC2 wraps list members in `item`, Query in `member`. */
export function items(values: readonly XmlValue[]): XmlTree {
  return { item: values };
}

export function members(values: readonly XmlValue[]): XmlTree {
  return { member: values };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text for the answers that are built by hand because they are hot. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function withoutAbsent(value: XmlValue): XmlValue {
  if (Array.isArray(value)) return value.map(withoutAbsent);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([name, member]) => [name, withoutAbsent(member)]),
  );
}
