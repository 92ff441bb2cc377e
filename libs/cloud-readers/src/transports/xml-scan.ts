import { isAscii, isUtf8 } from 'node:buffer';
import type { XmlShape } from '../engine/cloud-request.js';
import { XmlError, decodeEntities } from './xml-entities.js';

/** Deeper than any answer of AWS; nesting beyond it is an attack on the reader's memory. */
const deepest = 64;

export type XmlValue = string | XmlValue[] | { [element: string]: XmlValue };

/**
 * Scans an answer and builds only what `shape` declares; all else is skipped without a string being made.
 * That is what makes a page of 1,000 volumes cost milliseconds. Not a general parser: no DTD, no namespaces, no attributes' values.
 * @throws XmlError naming what is wrong; nothing half-read is returned
 */
export function scanXml(body: Buffer, root: string, shape: XmlShape): XmlValue {
  return new Scan(xmlText(body)).document(root, planOf(shape));
}

/** One-byte text where the answer is plain ASCII (scanning it is several times cheaper), else decoded UTF-8. */
export function xmlText(body: Buffer): string {
  if (isAscii(body)) return body.toString('latin1');
  if (!isUtf8(body)) throw new XmlError('not-utf8');
  return body.toString('utf8');
}

const LT = 60;
const GT = 62;
const SPACE = 32;
const SLASH = 47;
const BANG = 33;
const QUESTION = 63;

/**
 * A shape made ready for scanning. Looked up in a Map, since the names in the text are fresh strings that a property access
 * would have to intern one by one (measured: half the time of a page); `key` is the interned one that objects are built with.
 */
type Plan = 'text' | { readonly each: Plan; readonly words: readonly string[]; readonly flattened: boolean } | { readonly fields: Fields };
interface Field {
  readonly key: string;
  readonly plan: Plan;
}
type Fields = ReadonlyMap<string, Field>;

/** A child as the last object of its shape had it at this place. */
interface Expected {
  readonly name: string;
  readonly field: Field | undefined;
}
/** So many children are remembered of a shape; an answer with more of them is merely read more slowly. */
const mostExpected = 200;

const plans = new WeakMap<object, Plan>();

/** What EC2 and the Query services call members of a list, unless a service has a word of its own. */
const usualWords: readonly string[] = ['item', 'member'];

function planOf(shape: XmlShape): Plan {
  if (shape === 'text') return 'text';
  const known = plans.get(shape);
  if (known !== undefined) return known;
  const plan: Plan = isList(shape)
    ? { each: planOf(shape[0]), words: shape[1] === undefined ? usualWords : [shape[1]], flattened: shape[2] === 'flattened' }
    : { fields: new Map(Object.entries(shape).map(([key, inner]) => [key, { key, plan: planOf(inner) }])) };
  plans.set(shape, plan);
  return plan;
}

class Scan {
  private at = 0;
  /** Of the tag that `open` read last. */
  private name = '';
  private empty = false;
  /**
   * Items of a page name their members in the same order, so nearly every tag is the one that stood there last time: compared in place, no
   * string is made of it and none looked up. Kept no longer than the text, since a name cut out of it would hold all of it.
   */
  private readonly expected = new Map<Fields, Expected[]>();

  constructor(private readonly text: string) {
    if (text.includes('\0')) throw new XmlError('control-character');
  }

  document(root: string, shape: Plan): XmlValue {
    if (!this.open()) throw new XmlError('no-root');
    if (this.name !== root) throw new XmlError('unexpected-root', this.name);
    const value = this.value(shape, 0);
    if (this.open()) throw new XmlError('trailing-content');
    return value;
  }

  /** The value of the element whose open tag was just read; leaves `at` behind its close tag. */
  private value(shape: Plan, depth: number): XmlValue {
    if (depth > deepest) throw new XmlError('too-deep');
    if (shape === 'text') return this.empty ? '' : this.textContent();
    return 'each' in shape ? this.list(shape.each, shape.words, depth) : this.object(shape.fields, depth);
  }

  private object(fields: Fields, depth: number): XmlValue {
    const built: Record<string, XmlValue> = {};
    if (this.empty) return built;
    const own = this.name;
    const expected = this.expectedOf(fields);
    for (let place = 0; this.child(own, expected[place]?.name); place += 1) {
      const field = this.met(fields, expected, place);
      if (field === undefined) this.skip(depth);
      else if (typeof field.plan === 'object' && 'each' in field.plan && field.plan.flattened) {
        const repeated = built[field.key];
        const value = this.value(field.plan.each, depth + 1);
        if (Array.isArray(repeated)) repeated.push(value);
        else built[field.key] = [value];
      }
      // Keys are those of shapes written by us, so no inherited member can be met here.
      else if (built[field.key] !== undefined) throw new XmlError('element-twice', field.key);
      else built[field.key] = this.value(field.plan, depth + 1);
    }
    return built;
  }

  private expectedOf(fields: Fields): Expected[] {
    const known = this.expected.get(fields);
    if (known !== undefined) return known;
    const fresh: Expected[] = [];
    this.expected.set(fields, fresh);
    return fresh;
  }

  /** What the shape says of the tag just read, and remembers it for the next object. */
  private met(fields: Fields, expected: Expected[], place: number): Field | undefined {
    const there = expected[place];
    if (there !== undefined && there.name === this.name) return there.field;
    const field = fields.get(this.name);
    if (place < mostExpected) expected[place] = { name: this.name, field };
    return field;
  }

  private list(shape: Plan, words: readonly string[], depth: number): XmlValue {
    const built: XmlValue[] = [];
    if (this.empty) return built;
    const own = this.name;
    while (this.child(own, words[0])) {
      if (words.includes(this.name)) built.push(this.value(shape, depth + 1));
      else this.skip(depth);
    }
    return built;
  }

  /** Reads the next child's open tag, or the close tag of `own` and returns false. */
  private child(own: string, expected: string | undefined): boolean {
    if (this.open(expected)) return true;
    this.close(own);
    return false;
  }

  /** Moves to the next tag. True and `name`, `empty` set for an open tag; false at a close tag (still unread) or the end. */
  private open(expected?: string): boolean {
    const { text } = this;
    for (;;) {
      // Providers write nothing between tags, so the search is rarely made.
      const lt = text.charCodeAt(this.at) === LT ? this.at : text.indexOf('<', this.at);
      if (lt < 0) {
        this.at = text.length;
        return false;
      }
      const next = text.charCodeAt(lt + 1);
      if (next === SLASH) {
        this.at = lt;
        return false;
      }
      if (next === BANG || next === QUESTION) {
        this.at = lt;
        this.jump();
        continue;
      }
      this.tag(lt + 1, expected);
      return true;
    }
  }

  /** Reads an open tag whose name begins at `start`. A hand-written loop: this runs some 50,000 times a page. */
  private tag(start: number, expected: string | undefined): void {
    const { text } = this;
    if (expected !== undefined && this.isTag(start, expected)) return;
    let end = start;
    let code = text.charCodeAt(end);
    while (code !== GT && code !== SLASH && code > SPACE && code !== LT) code = text.charCodeAt((end += 1));
    if (end === start || code === LT) throw new XmlError('bad-tag');
    this.name = text.slice(start, end);
    if (code === GT) {
      this.empty = false;
      this.at = end + 1;
      return;
    }
    // Attributes (only `xmlns` on roots, in practice) are stepped over; a quoted `>` would end the tag early, so it is refused.
    const gt = text.indexOf('>', end);
    if (gt < 0) throw new XmlError('cut-off');
    const attributes = text.slice(end, gt);
    if (attributes.includes('<') || attributes.split('"').length % 2 === 0 || attributes.split("'").length % 2 === 0) throw new XmlError('bad-tag');
    this.empty = attributes.endsWith('/');
    this.at = gt + 1;
  }

  /** Steps over the tag at `start` if it is exactly `<expected>` or `<expected/>`. */
  private isTag(start: number, expected: string): boolean {
    const { text } = this;
    const end = start + expected.length;
    const code = text.charCodeAt(end);
    const empty = code === SLASH && text.charCodeAt(end + 1) === GT;
    if ((code !== GT && !empty) || !text.startsWith(expected, start)) return false;
    this.name = expected;
    this.empty = empty;
    this.at = end + (empty ? 2 : 1);
    return true;
  }

  private close(name: string): void {
    const { text, at } = this;
    const end = at + 2 + name.length;
    if (text.charCodeAt(at) !== LT) throw new XmlError('cut-off');
    if (!text.startsWith(name, at + 2) || text.charCodeAt(end) !== GT) throw new XmlError('wrong-close-tag', name);
    this.at = end + 1;
  }

  /** Behind a comment, a CDATA section outside text, or a processing instruction. A DTD is refused: it is where entity bombs live. */
  private jump(): void {
    const { text, at } = this;
    const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : text.startsWith('<?', at) ? '?>' : null;
    if (end === null) throw new XmlError('doctype');
    const found = text.indexOf(end, at + 2);
    if (found < 0) throw new XmlError('cut-off');
    this.at = found + end.length;
  }

  private textContent(): string {
    const { text } = this;
    const own = this.name;
    let content = '';
    for (;;) {
      const lt = text.indexOf('<', this.at);
      if (lt < 0) throw new XmlError('cut-off');
      const raw = text.slice(this.at, lt);
      content += raw.includes('&') ? decodeEntities(raw) : raw;
      this.at = lt;
      const next = text.charCodeAt(lt + 1);
      if (next === SLASH) {
        this.close(own);
        return content;
      }
      if (next !== BANG) throw new XmlError('element-in-text', own);
      this.jump();
      if (text.startsWith('<![CDATA[', lt)) content += text.slice(lt + 9, this.at - 3);
    }
  }

  /** Behind the element whose open tag was just read, whatever it holds. */
  private skip(outer: number): void {
    if (this.empty) return;
    const own = this.name;
    // Nearly every skipped element is a leaf, which needs no stack.
    if (!this.open()) {
      this.close(own);
      return;
    }
    const open: string[] = this.empty ? [own] : [own, this.name];
    for (;;) {
      if (open.length + outer > deepest) throw new XmlError('too-deep');
      if (this.open()) {
        if (!this.empty) open.push(this.name);
      } else {
        this.close(open.pop() ?? '');
        if (open.length === 0) return;
      }
    }
  }
}

function isList(shape: Exclude<XmlShape, 'text'>): shape is readonly [XmlShape, string?, 'flattened'?] {
  return Array.isArray(shape);
}
