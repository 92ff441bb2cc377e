import { isAscii } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asciiText, bundleApp, shippedFiles, type BundledApp } from './bundle-app.js';
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
  let reseal: BundledApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-ships-'));
    [api, worker, reseal] = await Promise.all([
      bundleApp(root, 'api', join(folder, 'api')),
      bundleApp(root, 'worker', join(folder, 'worker')),
      bundleApp(root, 'reseal', join(folder, 'reseal')),
    ]);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('promise 1: the API’s bundle holds no file of the opening side, no reader, no rule, and no code that decrypts', async () => {
    expect(shippedFiles(api.metafile, [/libs\/crypto\/open\//, /libs\/(cloud-readers|rules|pricing)\//])).toEqual([]);
    expect(await openingNames(api.file)).toEqual([]);
  });

  it('is ASCII: one character beyond Latin-1, in a comment even, would make a process keep its whole source in two bytes a character', async () => {
    for (const { file } of [api, worker, reseal]) {
      expect({ file, ascii: isAscii(await readFile(file)) }).toEqual({ file, ascii: true });
    }
    expect(asciiText('// a – b')).toBe('// a \\u2013 b');
  });

  it('MC-07: nor any code of the workers, who alone sign the assertions of keyless connections', () => {
    expect(shippedFiles(api.metafile, [/apps\/worker\//])).toEqual([]);
    // The check can fail: where that code ships, it is seen.
    expect(shippedFiles(worker.metafile, [/federation-assertion/])).not.toEqual([]);
  });

  it('the gate can fail: the worker’s bundle, which may open, is seen to', async () => {
    expect(shippedFiles(worker.metafile, [/libs\/crypto\/open\//])).not.toEqual([]);
    expect(await openingNames(worker.file)).not.toEqual([]);
  });

  it('the re-sealer, which may open, ships no reader, no rule, no queue and no SDK: what it opens it can only seal again', async () => {
    expect(
      shippedFiles(reseal.metafile, [
        /libs\/(cloud-readers|rules|pricing|queues)\//,
        /node_modules\/(@aws-sdk|@azure|@google-cloud|google-auth-library|bullmq)\//,
      ]),
    ).toEqual([]);
    expect(await awsCommandClasses(reseal.file)).toEqual([]);
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

  it('ships nothing that starts a browser, looks for a password in the user’s files, or was compiled elsewhere', () => {
    const unwanted = [
      /node_modules\/(?:open|pgpass|file-type|default-browser|run-applescript|powershell-utils|pg-cloudflare|msgpackr-extract|supports-color)\//,
      /\.node$/,
    ];
    for (const { metafile } of [api, worker, reseal]) expect(shippedFiles(metafile, unwanted)).toEqual([]);
  });

  it('ships neither test house nor simulator', () => {
    for (const { metafile } of [api, worker, reseal])
      expect(shippedFiles(metafile, [/libs\/(testing|embedded-postgres)\//, /tools\/cloud-sim\//, /\.spec\./, /\.fixture\./])).toEqual([]);
  });
});
