import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { patchedCopy, type Patch, type PatchedApp } from '@vitrine/testing';

/** What somebody may call a resource, where a name is allowed to hold it. */
const names: readonly string[] = [
  '=cmd()',
  '=HYPERLINK("http://evil.test")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '<img src=x onerror=alert(1)>',
  '</td></table><script>alert(1)</script>',
  '"><svg/onload=alert(1)>',
  "' onmouseover='alert(1)",
  '\u001b[2J\u001b]0;taken\u0007',
  '\u009b31m',
  '\u202egnp.exe',
  'a\nb\u001b[1A',
  '[x](javascript:alert(1))',
];

/** Each escape, as the built files have it, and what stands there without it. */
const ESCAPES: Readonly<Record<Exclude<PatchedApp, 'libs/trail'>, readonly Patch[]>> = {
  'apps/api': [{ file: 'findings/finding-export.js', guard: 'escape_formulas: true', instead: 'escape_formulas: false' }],
  'apps/cli': [{ file: 'findings-output.js', guard: 'visible(cell)', instead: 'cell' }],
  'libs/report': [
    { file: 'markup.js', guard: "return visible(text).replaceAll(/[&<>\"'`]/g, (character) => ENTITIES[character] ?? '');", instead: 'return text;' },
  ],
};

// The modules are the packages' own built files, imported from copies; what they give is parsed where it matters.
const call = z.custom<(...given: unknown[]) => unknown>((value) => typeof value === 'function');
const exportModule = z.looseObject({ csvExport: z.custom<(pages: AsyncIterable<unknown>) => AsyncIterable<string>>((value) => typeof value === 'function') });
const tableModule = z.looseObject({ findingsTable: call });
const reportModule = z.looseObject({ reportHtml: call });
const fixtureModule = z.looseObject({ faultOf: call, reportOf: call });
const load = async (folder: string, file: string): Promise<unknown> => await import(pathToFileURL(join(folder, 'dist', file)).href);

/** T39: the customer’s cloud names what our outputs show, so a name is hostile input that comes in by the back door. */
export const proof: Proof = {
  attack: `${String(names.length)} hostile resource names in the CSV export, the HTML report and the terminal table`,
  expected: '0 cells that a spreadsheet runs, 0 tags that the report did not write, 0 control characters in the terminal',
  pace: 'whole',
  mutation: { removes: 'each output’s escape (in copies of the built packages)' },
  async attempt({ guard }) {
    const apps = ['apps/api', 'apps/cli', 'libs/report'] as const;
    const copies = await Promise.all(apps.map(async (app) => await patchedCopy(guard === 'standing' ? [] : ESCAPES[app], app)));
    const [api = '', cli = '', report = ''] = copies.map(({ folder }) => folder);
    try {
      const fixtures = fixtureModule.parse(await load(report, 'fixtures/two-clouds.fixture.js'));
      const findingOf = (name: string): unknown => fixtures.faultOf({ resourceId: name, resourceName: name, region: name, verify: name });
      const htmlOf = reportModule.parse(await load(report, 'report-html.js')).reportHtml;
      const html = (name: string): string => String(htmlOf(fixtures.reportOf({ findings: [findingOf(name)] })));
      const honest = tagsOf(html('vol-1'));
      const tags = names.filter((name) => tagsOf(html(name)) !== honest).length;

      const { csvExport } = exportModule.parse(await load(api, 'findings/finding-export.js'));
      const findings = names.map(findingOf);
      let csv = '';
      for await (const text of csvExport(pagesOf(findings))) csv += text;
      const cells = cellsOf(csv).filter((cell) => /^[=+\-@\t\r]/.test(cell)).length;

      const { findingsTable } = tableModule.parse(await load(cli, 'findings-output.js'));
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      const controls = String(findingsTable(findings)).match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g)?.length ?? 0;
      return {
        held: tags + cells + controls === 0,
        seen: `${String(cells)} cells that run, ${String(tags)} of ${String(names.length)} names with a tag of their own, ${String(controls)} control characters`,
      };
    } finally {
      await Promise.all(copies.map(async ({ remove }) => await remove()));
    }
  },
};

async function* pagesOf(findings: readonly unknown[]): AsyncGenerator<readonly unknown[]> {
  yield findings;
}

/** The tags of a document in their order, attributes by name: what a browser would build, but for its texts. */
function tagsOf(html: string): string {
  return [...html.matchAll(/<\/?([a-z][a-z0-9]*)([^>]*)>/gi)]
    .map(([, tag = '', attributes = '']) => `${tag} ${[...attributes.matchAll(/([a-z:-]+)\s*=/gi)].map(([, name]) => name).join(' ')}`)
    .join('\n');
}

/** Cells as a spreadsheet reads them (RFC 4180). */
function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
