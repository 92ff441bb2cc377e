import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The page's files, each by the type it is served as. Nothing is inline, so that the strict CSP needs no exception. */
const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', png: 'image/png' } as const;
const ASSETS = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'] as const;

export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Vitrine API</title>
    <link rel="icon" href="/docs/assets/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
  </head>
  <body>
    <main id="docs"></main>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/assets/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, persistAuthorization: false, validatorUrl: null });\n`;

/** @returns `missing` for a name that is not on the list: no path of the caller's ever reaches the file system */
export function docsAsset(name: string): { readonly type: string; readonly content: Buffer | string } | 'missing' {
  if (name === 'start.js') return { type: TYPES.js, content: START };
  const known = ASSETS.find((asset) => asset === name);
  if (known === undefined) return 'missing';
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const ending = known.endsWith('.js') ? 'js' : known.endsWith('.css') ? 'css' : 'png';
  return { type: TYPES[ending], content: readFileSync(join(folder, known)) };
}
