import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emit, type GeneratedFile } from './emit.js';

const source = 'libs/cloud-readers/src';
const folders = ['aws', 'azure', 'gcp', 'billing', 'prices'];

/** The lists of the registry: by the file name's end, and the type that each holds. */
const lists = [
  { name: 'readerRegistry', ends: '.reader.ts', type: 'AnyReader', from: './engine/define-reader.js' },
  { name: 'metricReaderRegistry', ends: '.metric-reader.ts', type: 'MetricReader', from: './engine/define-metric-reader.js' },
  { name: 'billReaderRegistry', ends: '.bill-reader.ts', type: 'BillReader', from: './billing/bill-reader.js' },
  { name: 'exportReaderRegistry', ends: '.export-reader.ts', type: 'ExportReader', from: './billing/export-reader.js' },
  { name: 'priceReaderRegistry', ends: '.price-reader.ts', type: 'PriceReader', from: './prices/price-reader.js' },
] as const;

/** A reader's file and the one reader that it exports. */
export interface ReaderFile {
  /** Below `libs/cloud-readers/src`. */
  readonly path: string;
  readonly exported: string;
}

/** The registry's text; the order of the files does not matter. */
export function readerRegistryFile(files: readonly ReaderFile[]): GeneratedFile {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = [
    '/** Written by `npm run gen`; never by hand. Every reader by its file. */',
    ...lists.map(({ type, from }) => `import type { ${type} } from '${from}';`),
    ...sorted.map(({ path, exported }) => `import { ${exported} } from './${path.replace(/\.ts$/, '.js')}';`),
    '',
    ...lists.flatMap(({ name, ends, type }) => [
      `export const ${name}: readonly ${type}[] = [`,
      ...sorted.filter(({ path }) => path.endsWith(ends)).map(({ exported }) => `  ${exported},`),
      '];',
      '',
    ]),
  ];
  return { path: `${source}/registry.generated.ts`, text: lines.join('\n') };
}

/** Finds every reader and writes the registry; with `check` only tells whether it differs. @throws Error for a file that exports two readers */
export async function writeReaderRegistry(options: { readonly root: string; readonly check: boolean }): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => (await readdir(join(options.root, source, folder), { recursive: true })).map((path) => `${folder}/${path}`)),
  );
  const paths = found.flat().filter((path) => lists.some(({ ends }) => path.endsWith(ends)));
  const files = await Promise.all(
    paths.map(async (path): Promise<ReaderFile[]> => {
      const names = [...(await readFile(join(options.root, source, path), 'utf8')).matchAll(/^export const (\w+Reader)\b/gm)].map((match) => match[1] ?? '');
      if (names.length > 1) throw new Error(`${path} exports more than one reader`);
      return names.map((exported) => ({ path, exported }));
    }),
  );
  return await emit([readerRegistryFile(files.flat())], options);
}
