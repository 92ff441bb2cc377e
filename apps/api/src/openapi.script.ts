import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readConfig } from './config.js';
import { createApp } from './create-app.js';
import { buildOpenApi } from './openapi/openapi-document.js';
import { OperatorLog } from './operator-log.js';
import { createPlatform } from './platform/platform.js';

/** `node dist/openapi.script.js` writes apps/api/openapi.json; with `--check` it fails where the committed file differs. Nothing is connected to. */
const file = fileURLToPath(new URL('../openapi.json', import.meta.url));
const anyKey = Buffer.alloc(32).toString('base64');
const config = readConfig({
  VITRINE_DATABASE_URL: 'postgres://vitrine_api:none@127.0.0.1:1/none',
  VITRINE_TOKEN_PEPPERS: JSON.stringify([{ id: 'none', key: anyKey }]),
  VITRINE_REQUEST_KEY: anyKey,
});
const log = new OperatorLog('silent');
const platform = createPlatform(config, log);
const app = await createApp(config, platform, log);
const text = `${JSON.stringify(buildOpenApi(app), null, 2)}\n`;
await app.close();
await platform.close();
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('apps/api/openapi.json is not what the routes say; run node apps/api/dist/openapi.script.js\n');
  process.exitCode = 1;
}
