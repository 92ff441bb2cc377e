import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openingKeyHolders, parseCompose, readComposeFile, type ComposeService } from './compose-file.js';

const root = resolve(import.meta.dirname, '../../..');
const compose = readComposeFile(root);
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const named = (name: string): ComposeService => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
};
/** Those for which `wrong` holds, so that a failure names them all. */
const offenders = (of: readonly (readonly [string, ComposeService])[], wrong: (service: ComposeService) => boolean): string[] =>
  of.filter(([, service]) => wrong(service)).map(([name]) => name);

const validator = spawnSync('docker-compose', ['version']).status === 0;
const withValidator = validator ? it : it.skip;
if (!validator) process.stderr.write('!!! docker-compose is not installed: its own validation of docker-compose.yml is SKIPPED\n');

/** Which built program each image runs, and so whose settings its variables are. */
const programs: Readonly<Record<string, string>> = {
  'deploy/api.Dockerfile': 'apps/api/dist/main.js',
  'deploy/worker.Dockerfile': 'apps/worker/dist/main.js',
  'deploy/reseal.Dockerfile': 'apps/reseal/dist/main.js',
  'deploy/egress.Dockerfile': 'apps/egress/dist/main.js',
  'deploy/migrate.Dockerfile': 'libs/database/dist/main.js',
};

const settingsOf = (program: string): string[] => execFileSync(process.execPath, [join(root, program), '--print-settings'], { encoding: 'utf8' }).split('\n');

describe('docker-compose.yml', () => {
  withValidator('is what docker-compose takes', () => {
    execFileSync('docker-compose', ['-f', 'docker-compose.yml', 'config', '-q'], { cwd: root });
  });

  it('promise 1: no process but workers and re-sealers is given an opening key, and each that of its one cloud', () => {
    expect(openingKeyHolders(compose)).toEqual([
      ['worker-aws', 'opening_aws'],
      ['worker-azure', 'opening_azure'],
      ['worker-gcp', 'opening_gcp'],
      ['reseal-aws', 'opening_aws'],
      ['reseal-azure', 'opening_azure'],
      ['reseal-gcp', 'opening_gcp'],
    ]);
    for (const cloud of ['aws', 'azure', 'gcp']) expect(named(`worker-${cloud}`).command).toEqual(['--queues', cloud]);
    // Whoever signs assertions opens every keyless connection; the API publishes the public half and could not.
    expect(services.filter(([, { secrets }]) => secrets.includes('federation_key')).map(([name]) => name)).toEqual([
      'worker-aws',
      'worker-azure',
      'worker-gcp',
    ]);
    // Whoever signs checkpoints could sign another history; the API publishes the public half and could not.
    expect(services.filter(([, { secrets }]) => secrets.includes('trail_key')).map(([name]) => name)).toEqual(['sequencer']);
    expect(services.filter(([, { secrets }]) => secrets.includes('aws_base_identity')).map(([name]) => name)).toEqual(['worker-aws']);
  });

  it('the check can fail: an opening key planted among the API’s secrets is seen', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const planted = parseCompose(text.replace(/(\bapi_password,\s+sealing_public,)/, '$1 opening_gcp,'));
    expect(openingKeyHolders(planted)).toContainEqual(['api', 'opening_gcp']);
  });

  it('gives the superuser’s and the migrator’s password to the migrate step alone (and the server its own)', () => {
    const holders = (secret: string): string[] => services.filter(([, { secrets }]) => secrets.includes(secret)).map(([name]) => name);
    expect([holders('postgres_password'), holders('migrator_password')]).toEqual([['postgres', 'migrate'], ['migrate']]);
    expect(holders('api_password')).toEqual(['migrate', 'api']);
    expect(named('api').secrets).not.toContain('worker_password');
  });

  it('builds one image per app, so that the API’s holds nothing of the opening side', () => {
    expect(new Map(ours.map(([name, { build }]) => [name, build?.dockerfile]))).toEqual(
      new Map([
        ['migrate', 'deploy/migrate.Dockerfile'],
        ['api', 'deploy/api.Dockerfile'],
        ['egress', 'deploy/egress.Dockerfile'],
        ['worker-aws', 'deploy/worker.Dockerfile'],
        ['worker-azure', 'deploy/worker.Dockerfile'],
        ['worker-gcp', 'deploy/worker.Dockerfile'],
        ['relay', 'deploy/worker.Dockerfile'],
        ['sequencer', 'deploy/worker.Dockerfile'],
        ['reseal-aws', 'deploy/reseal.Dockerfile'],
        ['reseal-azure', 'deploy/reseal.Dockerfile'],
        ['reseal-gcp', 'deploy/reseal.Dockerfile'],
      ]),
    );
    for (const [file, app] of [
      ['api', 'api'],
      ['worker', 'worker'],
      ['reseal', 'reseal'],
      ['egress', 'egress'],
      ['migrate', 'migrate'],
    ] as const) {
      const text = readFileSync(join(root, `deploy/${file}.Dockerfile`), 'utf8');
      expect(text).toContain(`npm run -s bundle -- ${app} /out`);
      // The second stage takes the bundle and nothing else from the first.
      expect(text.match(/^COPY .*$/gm)).toEqual(['COPY . .', 'COPY --from=build /out/ /app/']);
    }
  });

  it('puts no secret in a variable: what is secret is a path below /run/secrets that the service mounts', () => {
    for (const [name, { environment, secrets }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        if (/PASSWORD|PEPPER|KEY|SECRET|IDENTITY|OIDC_ISSUERS/.test(variable))
          expect([name, variable, value]).toEqual([name, expect.stringMatching(/_FILE$/), expect.stringMatching(/^\/run\/(secrets|vitrine)\//)]);
        if (value.startsWith('/run/')) expect([name, variable, secrets]).toEqual([name, variable, expect.arrayContaining([basename(value)])]);
        expect([name, variable, value]).toEqual([name, variable, expect.not.stringMatching(/\/\/[^/@]*:[^/@]*@/)]);
      }
    }
  });

  it('names no variable that its program does not know: a misspelt one would be silently ignored', () => {
    const known = new Map(Object.entries(programs).map(([dockerfile, program]) => [dockerfile, settingsOf(program)]));
    for (const [name, { build, environment }] of ours) {
      const settings = known.get(build?.dockerfile ?? '') ?? [];
      const unknown = Object.keys(environment).filter((variable) => !settings.includes(variable) && !settings.includes(variable.replace(/_FILE$/, '')));
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it('asks every lasting service for its health, and runs ours without root, rights or a writable disk', () => {
    expect(offenders(services, ({ healthcheck, restart }) => healthcheck === undefined && restart !== 'no')).toEqual([]);
    expect(offenders(ours, (service) => !service.read_only || !service.cap_drop.includes('ALL') || !/^10001:/.test(service.user ?? ''))).toEqual([]);
  });

  it('keeps a month of an export on a disk: the 64 MiB of memory at /tmp would end every larger one', () => {
    for (const cloud of ['aws', 'azure']) {
      const { environment, volumes } = named(`worker-${cloud}`);
      expect([environment['VITRINE_SPOOL_FOLDER'], volumes]).toEqual(['/var/spool/vitrine', [`spool-${cloud}:/var/spool/vitrine`]]);
    }
    expect(readFileSync(join(root, 'deploy/worker.Dockerfile'), 'utf8')).toContain('-o 10001 -g 10001 /var/spool/vitrine\n');
  });

  it('opens one port, on loopback; database and queue sit in a network without a way out', () => {
    expect(services.flatMap(([, { ports }]) => ports)).toEqual(['127.0.0.1:8080:8080']);
    expect(compose.networks['inside']?.internal).toBe(true);
    for (const name of ['postgres', 'redis', 'migrate', 'relay', 'sequencer', 'reseal-aws', 'reseal-azure', 'reseal-gcp'])
      expect(named(name).networks).toEqual(['inside']);
    expect(named('api').networks).not.toContain('clouds');
  });

  it('promise 2: workers have no route to a cloud but the egress proxy, which alone has one and holds no secret', () => {
    expect(compose.networks['outgoing']?.internal).toBe(true);
    expect(services.filter(([, { networks }]) => networks.includes('clouds')).map(([name]) => name)).toEqual(['egress']);
    expect(named('egress')).toMatchObject({ networks: ['outgoing', 'clouds'], secrets: [] });
    expect(Object.keys(named('egress').environment)).not.toContain('VITRINE_EGRESS_TEST_EXCEPTIONS');
    for (const cloud of ['aws', 'azure', 'gcp']) {
      expect(named(`worker-${cloud}`).networks).toEqual(['inside', 'outgoing']);
      expect(named(`worker-${cloud}`).environment['VITRINE_EGRESS_PROXY']).toBe('http://egress:8443');
    }
  });

  it('names the receivers of webhooks to the egress proxy, which alone could let one out', () => {
    const holders = services.filter(([, { environment }]) => 'VITRINE_EGRESS_WEBHOOK_HOSTS' in environment);
    expect(holders.map(([name, { environment }]) => [name, environment['VITRINE_EGRESS_WEBHOOK_HOSTS']])).toEqual([
      ['egress', '${VITRINE_EGRESS_WEBHOOK_HOSTS:-}'],
    ]);
  });

  it('keeps the checkpoints that were given away where a restored database does not reach: the anchor folder is the sequencer’s own volume', () => {
    const folder = named('sequencer').environment['VITRINE_TRAIL_ANCHOR_FOLDER'] ?? 'none';
    expect(named('sequencer').volumes).toEqual([`\${VITRINE_TRAIL_ANCHORS:-trail-anchors}:${folder}`]);
    expect(Object.keys(compose.volumes)).toContain('trail-anchors');
    // A fresh volume takes the owner of the image's folder: without it a process that is not root could not write.
    expect(readFileSync(join(root, 'deploy/worker.Dockerfile'), 'utf8')).toMatch(new RegExp(`^RUN install -d .*-o 10001 .*${folder}$`, 'm'));
    expect(services.filter(([, { volumes }]) => volumes.some((volume) => volume.includes('trail-anchors'))).map(([name]) => name)).toEqual(['sequencer']);
  });

  it('speaks TLS to Postgres and Redis, which refuse everything else', () => {
    expect(readFileSync(join(root, 'deploy/redis.conf'), 'utf8')).toMatch(/^port 0$[\s\S]*^tls-auth-clients yes$/m);
    const rules = readFileSync(join(root, 'deploy/pg_hba.conf'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(rules.map((line) => line.split(/\s+/)[0])).toEqual(['local', 'hostssl', 'hostssl', 'host']);
    expect(rules.at(-1)).toMatch(/ reject$/);
    // Whoever may log in anywhere is let in here, or his process would never start.
    const loggingIn = /array\[([^\]]*)\] loop(?:(?!end loop)[\s\S])*create role %I login /.exec(
      readFileSync(join(root, 'libs/database/migrations/0000_roles.sql'), 'utf8').split('end loop;')[1] ?? '',
    );
    const roles = [...(loggingIn?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, role]) => role);
    expect(roles.length).toBeGreaterThan(5);
    expect(new Set((rules[1]?.split(/\s+/)[2] ?? '').split(','))).toEqual(new Set(roles));
    // The egress proxy knows neither.
    const stored = ours.filter(([name]) => name !== 'egress');
    expect(offenders(stored, ({ environment }) => environment['VITRINE_DATABASE_CA_FILE'] !== '/run/secrets/tls_ca')).toEqual([]);
    expect(
      offenders(stored, ({ environment, command }) => !command.includes('bootstrap') && !(environment['VITRINE_REDIS_URL'] ?? '').startsWith('rediss://')),
      // These four know no queue.
    ).toEqual(['sequencer', 'reseal-aws', 'reseal-azure', 'reseal-gcp']);
  });
});

describe('deploy/make-secrets.sh', () => {
  let folder: string;
  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'vitrine-secrets-')), 'secrets');
    execFileSync('bash', [join(root, 'deploy/make-secrets.sh'), folder], { stdio: 'ignore' });
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('makes exactly the secrets that the file names, and no service names another', () => {
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect([name, existsSync(join(folder, basename(file)))]).toEqual([name, true]);
      expect(file.startsWith('./deploy/secrets/')).toBe(true);
    }
    for (const [name, { secrets }] of services) expect([name, secrets.filter((secret) => compose.secrets[secret] === undefined)]).toEqual([name, []]);
    const used = new Set(services.flatMap(([, { secrets }]) => secrets));
    expect(Object.keys(compose.secrets).filter((secret) => !used.has(secret))).toEqual([]);
  });

  it('closes folder and files to everybody else, and gives the API’s set no private half', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const { file } of Object.values(compose.secrets)) expect([file, statSync(join(folder, basename(file))).mode & 0o777]).toEqual([file, 0o440]);
    expect(readFileSync(join(folder, 'sealing_public.json'), 'utf8')).not.toMatch(/"d":/);
    expect(readFileSync(join(folder, 'opening_aws.json'), 'utf8')).toMatch(/"d":/);
  });

  it('never overwrites: the old opening key is all that opens the old envelopes', () => {
    const before = readFileSync(join(folder, 'opening_aws.json'), 'utf8');
    expect(spawnSync('bash', [join(root, 'deploy/make-secrets.sh'), folder]).status).toBe(1);
    expect(readFileSync(join(folder, 'opening_aws.json'), 'utf8')).toBe(before);
  });
});
