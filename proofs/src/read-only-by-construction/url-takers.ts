import { z } from 'zod';

/** What an attacker writes where a host is expected, in forms that a pattern might let through. */
const urls = [
  ...[
    'https://evil.example/token',
    'http://169.254.169.254/latest/meta-data/',
    '//evil.example',
    'evil.example:443',
    'file:///etc/passwd',
    'ftp://evil.example',
  ],
  ...['https://[::ffff:a9fe:a9fe]/', 'gopher://127.0.0.1:6379/_FLUSHALL', 'HTTPS://EVIL.EXAMPLE', 'http:\\\\evil.example'],
];

const leafSchema = z.looseObject({
  type: z.unknown().optional(),
  $ref: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  maxLength: z.number().optional(),
  format: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});

/** Every place below a JSON schema where a string that is a URL would be taken, as `member.member[]`; formats that exclude one count. */
export function urlTakers(schema: unknown, definitions: Readonly<Record<string, unknown>>, path = '', seen: readonly string[] = []): string[] {
  const parsed = leafSchema.safeParse(schema);
  if (!parsed.success) return schema === true ? [`${path} (anything)`] : [];
  const node = parsed.data;
  if (node.$ref !== undefined) {
    const name = node.$ref.split('/').at(-1) ?? '';
    return seen.includes(name) ? [] : urlTakers(definitions[name], definitions, path, [...seen, name]);
  }
  const below = [
    ...Object.entries(node.properties ?? {}).flatMap(([member, each]) => urlTakers(each, definitions, path === '' ? member : `${path}.${member}`, seen)),
    ...(node.items === undefined ? [] : urlTakers(node.items, definitions, `${path}[]`, seen)),
    ...(typeof node.additionalProperties === 'object' || node.additionalProperties === true
      ? urlTakers(node.additionalProperties, definitions, `${path}.*`, seen)
      : []),
    ...[...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])].flatMap((each) => urlTakers(each, definitions, path, seen)),
  ];
  const takes = node.type === 'string' && node.const === undefined && node.enum === undefined && urls.some((url) => accepts(node, url));
  return takes ? [...below, path] : below;
}

/** Formats of which no URL is one. */
const harmlessFormats: ReadonlySet<string> = new Set(['date', 'date-time', 'uuid', 'guid', 'email']);

function accepts({ pattern, maxLength, format }: z.infer<typeof leafSchema>, text: string): boolean {
  if (format !== undefined && harmlessFormats.has(format)) return false;
  if (maxLength !== undefined && text.length > maxLength) return false;
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}
