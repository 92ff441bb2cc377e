/** Text that is already safe to stand in an HTML document. Only `markup` makes it. */
export class Markup {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** For `markup` and the style sheet: text of our own source, never of an estate. */
  static trusted(text: string): Markup {
    return new Markup(text);
  }
}

export type MarkupValue = string | number | null | Markup | readonly Markup[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/**
 * A template whose values are escaped unless they are markup themselves; so forgetting to escape is not possible.
 * (Not called `html`: formatters rewrite such templates, and a blank inside the style element would break the page's own policy.)
 * Attack: a resource named `<img src=x onerror=…>` in somebody's report. Values belong between tags or in quoted attributes.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return Markup.trusted(parts.reduce((text, part, index) => text + rendered(values[index - 1] ?? null) + part));
}

function rendered(value: MarkupValue): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return value.map(({ text }) => text).join('');
}

function escaped(text: string): string {
  return visible(text).replaceAll(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

/**
 * Control characters and bidirectional overrides as visible `\u202E`: they would let a name rewrite how its line reads.
 * Line breaks and tabs stay.
 */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- finding control characters is the purpose
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
