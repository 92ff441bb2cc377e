import { VitrineError } from '@vitrine/contracts';

/** An answer that is not the XML we read. `retryable`, since a proxy's error page or a cut connection passes. */
export class XmlError extends VitrineError {
  constructor(reason: string, where = '') {
    super({
      code: 'xml-malformed',
      status: 502,
      publicMessage: 'A cloud provider sent an answer that could not be read.',
      internal: where === '' ? reason : `${reason}: ${where.slice(0, 60)}`,
      retryable: true,
    });
    this.name = 'XmlError';
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five predefined entities and character references; any other name would need a DTD, which is refused. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&([^;\s&]{0,10});?/g, (whole, body: string) => {
    if (!whole.endsWith(';')) throw new XmlError('bad-entity');
    const character = Object.hasOwn(named, body) ? named[body] : reference(body);
    if (character === undefined) throw new XmlError('unknown-entity');
    return character;
  });
}

function reference(body: string): string | undefined {
  const hex = /^#x([0-9a-fA-F]{1,6})$/.exec(body)?.[1];
  const decimal = /^#(\d{1,7})$/.exec(body)?.[1];
  const point = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : Number.NaN;
  const isCharacter = point === 9 || point === 10 || point === 13 || (point >= 32 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff));
  return isCharacter ? String.fromCodePoint(point) : undefined;
}
