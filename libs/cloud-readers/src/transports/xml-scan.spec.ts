import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scanXml } from './xml-scan.js';

const scan = (text: string, shape: Parameters<typeof scanXml>[2] = { a: 'text', list: [{ key: 'text' }] }): unknown => scanXml(Buffer.from(text), 'R', shape);
const code = (text: string, shape?: Parameters<typeof scanXml>[2]): string => {
  try {
    scan(text, shape);
    return 'accepted';
  } catch (error) {
    return error instanceof Error && 'internal' in error ? (String(error.internal).split(':')[0] ?? '') : 'unnamed';
  }
};

describe('the XML scan builds what a shape declares', () => {
  it('reads text, lists and nested objects, and skips all else at any depth', () => {
    const xml =
      '<?xml version="1.0"?>\n<R xmlns="http://x/"><z><a>no</a><list><item><key>no</key></item></list></z><a>yes</a><list><item><key>1</key><extra/></item><member><key>2</key></member><other><key>3</key></other></list></R>';
    expect(scan(xml)).toEqual({ a: 'yes', list: [{ key: '1' }, { key: '2' }] });
  });

  it('reads lists of services that have a word of their own for a member, and only that word', () => {
    const xml = '<R><list><DBInstance><key>1</key></DBInstance><item><key>no</key></item><DBInstance><key>2</key></DBInstance></list></R>';
    expect(scan(xml, { list: [{ key: 'text' }, 'DBInstance'] })).toEqual({ list: [{ key: '1' }, { key: '2' }] });
    expect(scan(xml, { list: [{ key: 'text' }] })).toEqual({ list: [{ key: 'no' }] });
  });

  it('keeps "absent" apart from "empty"', () => {
    expect(scan('<R/>')).toEqual({});
    expect(scan('<R><a/><list/></R>')).toEqual({ a: '', list: [] });
    expect(scan('<R><a></a><list></list></R>')).toEqual({ a: '', list: [] });
  });

  it('decodes entities, character references, CDATA and UTF-8', () => {
    expect(scan('<R><a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;<![CDATA[<b>&amp;]]>ü€<!-- x --></a></R>')).toEqual({ a: '<&>"\'A😀<b>&amp;ü€' });
  });

  it('reads back any text that was written properly', () => {
    const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))), (values) => {
        const xml = `<R><list>${values.map((value) => `<item><key>${escaped(value)}</key></item>`).join('')}</list></R>`;
        expect(scan(xml)).toEqual({ list: values.map((key) => ({ key })) });
      }),
    );
  });
});

describe('the XML scan refuses, by name, what is not an answer (T38)', () => {
  it.each([
    ['an HTML error page', '<html><body>502</body></html>', 'unexpected-root'],
    ['nothing', '', 'no-root'],
    ["an entity bomb's DTD", '<!DOCTYPE R [<!ENTITY a "aaaa">]><R><a>&a;</a></R>', 'doctype'],
    ['an entity that only a DTD could define', '<R><a>&lol;</a></R>', 'unknown-entity'],
    ['a bare ampersand', '<R><a>a & b</a></R>', 'bad-entity'],
    ['a NUL by reference', '<R><a>&#0;</a></R>', 'unknown-entity'],
    ['a NUL', '<R><a>\0</a></R>', 'control-character'],
    ['an answer cut off in a text', '<R><a>half', 'cut-off'],
    ['an answer cut off in a list', '<R><list><item><key>1</key></item>', 'cut-off'],
    ['an answer cut off in what is skipped', '<R><z><y>', 'cut-off'],
    ['crossed tags', '<R><a>x</b></R>', 'wrong-close-tag'],
    ['crossed tags in what is skipped', '<R><z><y></z></y></R>', 'wrong-close-tag'],
    ['an element inside a text', '<R><a><b/></a></R>', 'element-in-text'],
    ['one member twice', '<R><a>1</a><a>2</a></R>', 'element-twice'],
    ['a second document', '<R/><R/>', 'trailing-content'],
  ])('%s', (_name, xml, expected) => {
    expect(code(xml)).toBe(expected);
  });

  it('nesting without end', () => {
    expect(code(`<R>${'<z>'.repeat(100_000)}`)).toBe('too-deep');
  });

  it('bytes that are not UTF-8', () => {
    expect(() => scanXml(Buffer.from([0x3c, 0x52, 0x3e, 0xff]), 'R', {})).toThrow('xml-malformed');
  });

  it('and never takes an element name for a member of every object', () => {
    expect(scan('<R><__proto__><polluted>1</polluted></__proto__><constructor>x</constructor><a>1</a></R>')).toEqual({ a: '1' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('never throws anything unnamed, whatever it is fed', () => {
    const shards = fc.constantFrom(
      '<',
      '>',
      '/',
      '<R>',
      '</R>',
      '<a>',
      '</a>',
      '<list>',
      '<item>',
      '</item>',
      '&',
      ';',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '"',
      ' ',
      'x',
      '<?',
      '?>',
    );
    fc.assert(
      fc.property(fc.array(shards, { maxLength: 40 }), (parts) => code(`<R>${parts.join('')}`) !== 'unnamed'),
      { numRuns: 2000 },
    );
  });
});
