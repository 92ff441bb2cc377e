import { describe, expect, it } from '@jest/globals';
import { scanXml, xmlText, type XmlValue } from './xml-scan.js';

type Shape = Parameters<typeof scanXml>[2];
const scan = (text: string, shape: Shape = { a: 'text' }): XmlValue => scanXml(Buffer.from(text), 'R', shape);
/** What is wrong, as it is told: the reason and the element, which are all that is said of an answer. */
function fault(text: string | Buffer, shape: Shape = { a: 'text' }): unknown {
  try {
    scanXml(Buffer.from(text), 'R', shape);
  } catch (error) {
    expect(error).toMatchObject({
      name: 'XmlError',
      code: 'xml-malformed',
      status: 502,
      publicMessage: 'A cloud provider sent an answer that could not be read.',
    });
    return Reflect.get(Object(error), 'internal');
  }
  return 'accepted';
}

describe('a tag', () => {
  it('may hold attributes, blanks and line breaks, none of which is read', () => {
    for (const open of ['<a>', '<a >', '<a\n>', '<a\t>', '<a x="1">', '<a x=\'1\' y="2">', '<a x="/">', '<a xmlns:x="http://x/">']) {
      expect([open, scan(`<R>${open}v</a></R>`)]).toEqual([open, { a: 'v' }]);
    }
    for (const empty of ['<a/>', '<a />', '<a x="1"/>', "<a x='1' />"]) expect([empty, scan(`<R>${empty}</R>`)]).toEqual([empty, { a: '' }]);
  });

  it.each([
    ['without a name', '<R>< a>v</a></R>'],
    ['whose name is empty', '<R><>v</></R>'],
    ['that begins another one', '<R><a<b>v</a></R>'],
    ['that begins another one behind its name', '<R><a <b>v</a></R>'],
    ['with one double quote, since its end may stand inside', '<R><a x=">v</a></R>'],
    ['with one single quote', "<R><a x='>v</a></R>"],
    ['whose quoted attribute holds its end', '<R><a x="y>z">v</a></R>'],
  ])('%s is none', (_what, text) => {
    expect(fault(text)).toBe('bad-tag');
  });

  it('that is cut off in its attributes, its comment or its text is told so', () => {
    for (const text of ['<R><a x="1"', '<R><!-- x', '<R><?x', '<R><![CDATA[x', '<R><a>x', '<R><a><![CDATA[x'])
      expect([text, fault(text)]).toEqual([text, 'cut-off']);
    expect(fault('<R><a')).toBe('cut-off');
  });

  it('closes what it opened, by the whole name', () => {
    expect(fault('<R><a>v</ab></R>')).toBe('wrong-close-tag: a');
    expect(fault('<R><a>v</b></R>')).toBe('wrong-close-tag: a');
    expect(fault('<R><a>v</a ></R>')).toBe('wrong-close-tag: a');
    expect(fault('<R><z><y></y></zz></R>')).toBe('wrong-close-tag: z');
    expect(fault('<R>')).toBe('cut-off');
  });
});

describe('what is not an element', () => {
  it('is stepped over between elements, whatever it looks like', () => {
    expect(scan('<?xml version="1.0"?><!-- <R> --><R><!-- </R> --><a>v</a><?x <a>?><![CDATA[<a>]]></R><!-- end -->')).toEqual({ a: 'v' });
    expect(fault('<R><!-></R>')).toBe('doctype');
    expect(fault('<R><!ELEMENT a></R>')).toBe('doctype');
    // `<!-->` is not a whole comment: its two dashes cannot be both its beginning and its end.
    expect(scan('<R><!---->x<a>v</a></R>')).toEqual({ a: 'v' });
  });

  it('inside a text is a comment, which is left out, or CDATA, which is taken as it stands; an instruction is neither', () => {
    expect(scan('<R><a>1<!-- & -->2<![CDATA[&lt;<b>]]>3<![CDATA[]]></a></R>')).toEqual({ a: '12&lt;<b>3' });
    expect(fault('<R><a>1<?x?></a></R>')).toBe('element-in-text: a');
    expect(fault('<R><a>1<b/></a></R>')).toBe('element-in-text: a');
  });
});

describe('an answer', () => {
  it('is told by the element where it goes wrong, shortened, since it is the other side’s text', () => {
    expect(fault('<html/>')).toBe('unexpected-root: html');
    expect(fault(`<${'x'.repeat(200)}/>`)).toBe(`unexpected-root: ${'x'.repeat(60)}`);
    expect(fault('<R><a>1</a><a>2</a></R>')).toBe('element-twice: a');
    expect(fault('')).toBe('no-root');
    expect(fault('</R>')).toBe('no-root');
    expect(fault('<R/><R/>')).toBe('trailing-content');
    expect(fault('<R><a>\0</a></R>')).toBe('control-character');
    expect(fault(Buffer.from([0x3c, 0x52, 0x3e, 0xff]))).toBe('not-utf8');
  });

  it('is text as it was sent, one byte a character or more', () => {
    expect(xmlText(Buffer.from('plain'))).toBe('plain');
    expect(xmlText(Buffer.from('ü€😀'))).toBe('ü€😀');
    expect(scan('<R>text</R>', 'text')).toBe('text');
    expect(scan('<R/>', 'text')).toBe('');
    expect(scan('<R/>', [{ a: 'text' }])).toEqual([]);
    expect(scan('<R><item><a>1</a></item><other/><item/></R>', [{ a: 'text' }])).toEqual([{ a: '1' }, {}]);
  });

  it('has 64 levels at most, where it is read, where it is skipped, and where the one lies in the other', () => {
    const nested = (levels: number): Shape => (levels === 0 ? 'text' : { n: nested(levels - 1) });
    const read = (levels: number): string => `<R>${'<n>'.repeat(levels)}${'</n>'.repeat(levels)}</R>`;
    expect([fault(read(64), nested(64)), fault(read(65), nested(65))]).toEqual(['accepted', 'too-deep']);
    const skipped = (levels: number): string => `<R>${'<z>'.repeat(levels)}${'</z>'.repeat(levels)}</R>`;
    expect([fault(skipped(64)), fault(skipped(65))]).toEqual(['accepted', 'too-deep']);
    const inside = (levels: number): string => `<R><list><item>${'<z>'.repeat(levels)}${'</z>'.repeat(levels)}</item></list></R>`;
    const list: Shape = { list: [{ a: 'text' }] };
    expect([fault(inside(62), list), fault(inside(63), list)]).toEqual(['accepted', 'too-deep']);
  });

  it('may hold anything in what is skipped: leaves, empty elements, empty ones first and last', () => {
    expect(scan('<R><z/><z></z><z>t</z><z><y/></z><z><y/><x>t</x><w/></z><z><y>1</y>2<x/></z><a>v</a></R>')).toEqual({ a: 'v' });
  });
});
