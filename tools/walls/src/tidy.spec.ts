import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../../..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const sources = tracked.filter((file) => /^(apps|libs|tools|e2e|bench|proofs)\/.*\.ts$/.test(file) && !file.endsWith('.generated.ts'));
const shipped = sources.filter((file) => /^(apps|libs)\//.test(file) && !file.endsWith('.spec.ts') && !file.startsWith('libs/testing/'));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Files for which `wrong` holds, so that a failure names them all at once. */
const offenders = (files: readonly string[], wrong: (text: string, file: string) => boolean): string[] => files.filter((file) => wrong(textOf(file), file));

describe('the house’s habits, checked by a program', () => {
  it('reads the environment in one file per app, so that settings are one list', () => {
    const allowed = /^(apps\/[^/]+\/src\/(config|main|admin\/main)\.ts|apps\/cli\/src\/|libs\/database\/src\/main\.ts|libs\/embedded-postgres\/)/;
    expect(offenders(shipped, (text, file) => /\bprocess\.env\b/.test(text) && !allowed.test(file))).toEqual([]);
  });

  it('has no folder or file that may hold anything', () => {
    expect(tracked.filter((file) => /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.ts$)/.test(file))).toEqual([]);
  });

  it('names files in kebab case with a role', () => {
    expect(sources.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.ts$/.test(basename(file)))).toEqual([]);
  });

  it('leaves nothing marked for later and no test skipped or focused', () => {
    const self = 'tools/walls/src/tidy.spec.ts';
    expect(offenders(sources, (text, file) => file !== self && /\b(TODO|FIXME|XXX|HACK)\b/.test(text))).toEqual([]);
    expect(offenders(sources, (text, file) => file !== self && /\b(it|test|describe)\.(only|todo)\b|\bx(it|describe)\(/.test(text))).toEqual([]);
  });

  it('loosens neither types nor lint without a reason beside it', () => {
    const self = 'tools/walls/src/tidy.spec.ts';
    expect(offenders(sources, (text, file) => file !== self && /@ts-(ignore|nocheck)|@ts-expect-error\s*$/m.test(text))).toEqual([]);
    expect(offenders(sources, (text, file) => file !== self && /eslint-disable(?!.*-- )/.test(text))).toEqual([]);
  });

  it('keeps files to a sitting: 300 lines at most, fixtures and closed lists apart', () => {
    expect(offenders(sources, (text, file) => text.split('\n').length > 301 && !/\.(fixture|operations|estate)\.ts$/.test(file))).toEqual([]);
  });

  it('commits no data of others and no secret', () => {
    expect(tracked.filter((file) => /(^|\/)(\.env|.*\.pem|.*\.p12)$/.test(file))).toEqual([]);
  });

  it('has a README of its own in every project', () => {
    const projects = tracked.filter(
      (file) => /^(apps|libs|libs\/crypto|tools)\/[^/]+\/package\.json$/.test(file) || /^(e2e|bench|proofs)\/package\.json$/.test(file),
    );
    expect(projects.map((file) => join(file, '../README.md')).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
