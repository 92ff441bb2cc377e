import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleApp, shippedFiles, type BundledApp } from './bundle-app.js';
import { awsCommandClasses, openingNames, writeActionLiterals } from './bundle-gate.js';

const root = resolve(import.meta.dirname, '../../..');
const levelsFile = join(process.env['VITRINE_SHARED'] ?? join(root, '../shared'), 'access-levels/aws-access-levels.json');
const withLevels = existsSync(levelsFile) ? it : it.skip;
if (!existsSync(levelsFile)) process.stderr.write(`!!! ${levelsFile} is not there: the write-literal gate is SKIPPED\n`);

/** Write-class names that the worker's bundle spells, each with the reason why that sends nothing. Shorter is better. */
const explainedLiterals: Readonly<Record<string, string>> = {
  AssumeRole: 'declared on the sign-in list; AWS files it under Write',
  AssumeRoleWithWebIdentity: 'declared on the sign-in list; AWS files it under Write',
  Link: 'a message type of Google’s error details; Cost Explorer’s action of this name is never sent',
};

/** Classes of other libraries that end in Command. */
const foreignCommands = ['CustomScriptCommand'];

describe('what ships in each app', () => {
  let folder: string;
  let api: BundledApp;
  let worker: BundledApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-ships-'));
    [api, worker] = await Promise.all([bundleApp(root, 'api', join(folder, 'api')), bundleApp(root, 'worker', join(folder, 'worker'))]);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('promise 1: the API’s bundle holds no file of the opening side, no reader, no rule, and no code that decrypts', async () => {
    expect(shippedFiles(api.metafile, [/libs\/crypto\/open\//, /libs\/(cloud-readers|rules|pricing)\//])).toEqual([]);
    expect(await openingNames(api.file)).toEqual([]);
  });

  it('the gate can fail: the worker’s bundle, which may open, is seen to', async () => {
    expect(shippedFiles(worker.metafile, [/libs\/crypto\/open\//])).not.toEqual([]);
    expect(await openingNames(worker.file)).not.toEqual([]);
  });

  it('CF-13: the worker’s bundle holds no AWS command class but those of declared reads', async () => {
    expect((await awsCommandClasses(worker.file)).filter((name) => !foreignCommands.includes(name))).toEqual([
      'GetCostAndUsageCommand',
      'GetCostAndUsageWithResourcesCommand',
    ]);
  });

  withLevels('CF-14: the worker’s bundle spells no write action of a service that it talks to, beyond the explained', async () => {
    // The shared data's own shape, as its INDEX says.
    const levels = JSON.parse(readFileSync(levelsFile, 'utf8')) as Record<string, Record<string, string[]>>;
    const services = ['ec2', 'iam', 'sts', 'cloudwatch', 'elasticloadbalancing', 'ce', 'pricing'];
    const writes = new Set(
      services.flatMap((service) => Object.entries(levels[service] ?? {}).flatMap(([level, actions]) => (level === 'Read' || level === 'List' ? [] : actions))),
    );
    expect(writes.size).toBeGreaterThan(400);
    const spelled = await writeActionLiterals(worker.file, writes);
    expect(spelled.filter((name) => explainedLiterals[name] === undefined)).toEqual([]);
  });

  it('ships neither test house nor simulator', () => {
    for (const { metafile } of [api, worker])
      expect(shippedFiles(metafile, [/libs\/(testing|embedded-postgres)\//, /tools\/cloud-sim\//, /\.spec\./, /\.fixture\./])).toEqual([]);
  });
});
