import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { settingNames } from '../config.js';
import { configFields } from '../config-fields.js';

const root = join(import.meta.dirname, '../../../..');
const SECRET_OF_A_CLIENT = /client[_-]?secret/i;
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(ts|ya?ml|json|sh|Dockerfile|conf)$/.test(name) && !name.endsWith('.spec.ts') && !name.includes('/dist/'));

describe('MC-T03, MC-07: people sign in through public clients, and there is no client secret anywhere', () => {
  it('not among the settings of the API, not in what an issuer is configured by', () => {
    expect(settingNames.filter((name) => SECRET_OF_A_CLIENT.test(name))).toEqual([]);
    const issuer = JSON.stringify([{ issuer: 'https://issuer.test', audience: 'vitrine', clientSecret: 'x' }]);
    expect(configFields.oidcIssuers.safeParse(issuer).success).toBe(false);
    expect(configFields.pinnableIssuers.safeParse(JSON.stringify([{ issuer: 'https://issuer.test', clientSecret: 'x' }])).success).toBe(false);
    expect(configFields.ciIssuers.safeParse(JSON.stringify([{ provider: 'gitlab', issuer: 'https://gitlab.test', clientSecret: 'x' }])).success).toBe(false);
  });

  it('not in the compose file, the deployment, the sign-in of the API, of the command line or of the demo', () => {
    const looked = [
      'docker-compose.yml',
      ...[
        'deploy',
        'apps/api/src/auth',
        'apps/api/src/identity-provider',
        'apps/api/src/token-exchange',
        'apps/cli/src/sign-in',
        'tools/demo/src/issuer',
      ].flatMap(filesIn),
    ];
    expect(looked.length).toBeGreaterThan(40);
    expect(looked.filter((path) => SECRET_OF_A_CLIENT.test(text(path).replaceAll(/^.*(no|and no) client secret.*$/gim, '')))).toEqual([]);
  });

  it('the docs page has no sign-in of its own: a bearer token is pasted, and kept by nobody', () => {
    expect(text('apps/api/src/openapi/docs-files.ts')).toContain('persistAuthorization: false');
    expect(text('apps/api/src/openapi/openapi-document.ts')).not.toMatch(/addOAuth2|initOAuth/);
  });
});
