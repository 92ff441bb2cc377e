import { join } from 'node:path';
import { startProcess, type TestProcess } from '@vitrine/testing';
import type { ComposedFolder } from './composed-folder.js';

/** Where the servers of the composed machine are reached here. */
export interface ComposedPorts {
  readonly postgres: number;
  readonly redis: number;
}

const programs = {
  'deploy/api.Dockerfile': ['api', 'api.mjs'],
  'deploy/worker.Dockerfile': ['worker', 'worker.mjs'],
  'deploy/reseal.Dockerfile': ['reseal', 'reseal.mjs'],
  'deploy/migrate.Dockerfile': ['migrate', 'dist/migrate.mjs'],
} as const;
/** A container has its own addresses and ports; here all share loopback. */
const HOSTS = ['VITRINE_HOST', 'VITRINE_METRICS_HOST', 'VITRINE_HEALTH_HOST'];
const PORTS = ['VITRINE_PORT', 'VITRINE_METRICS_PORT', 'VITRINE_HEALTH_PORT'];

/** The variables of a service as docker-compose.yml gives them: no other, and every secret by file. */
export function composedEnvironment(folder: ComposedFolder, service: string, ports: ComposedPorts): Record<string, string> {
  const declared = folder.compose.services[service];
  if (declared === undefined) throw new Error(`docker-compose.yml has no service ${service}`);
  const here = (variable: string, value: string): string => {
    if (HOSTS.includes(variable)) return '127.0.0.1';
    if (PORTS.includes(variable)) return '0';
    // Nobody listens there: no call may leave this machine.
    if (variable === 'VITRINE_EGRESS_PROXY') return 'http://127.0.0.1:9';
    if (variable === 'VITRINE_DATABASE_HOST') return '127.0.0.1';
    if (variable === 'VITRINE_DATABASE_PORT') return String(ports.postgres);
    const mounted = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1];
    if (mounted === undefined) return value.replace('//redis:6379', `//127.0.0.1:${String(ports.redis)}`).replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
    // A container sees what it mounts and nothing else.
    if (!declared.secrets.includes(mounted)) throw new Error(`${service} names ${value} and does not mount it`);
    return folder.secretFile(mounted);
  };
  return Object.fromEntries(Object.entries(declared.environment).map(([variable, value]) => [variable, here(variable, value)]));
}

/** Starts a service's program with the service's own command and variables. @param more what only a test needs */
export async function startComposed(
  folder: ComposedFolder,
  service: string,
  ports: ComposedPorts,
  { more = {}, args, readyLine }: { readonly more?: Readonly<Record<string, string>>; readonly args?: readonly string[]; readonly readyLine?: RegExp } = {},
): Promise<TestProcess> {
  const declared = folder.compose.services[service];
  // The spec of docker-compose.yml holds the list of Dockerfiles closed.
  const [image, file] = programs[(declared?.build?.dockerfile ?? '') as keyof typeof programs];
  return await startProcess(join(folder.images[image], file), {
    args: args ?? declared?.command ?? [],
    env: { ...composedEnvironment(folder, service, ports), ...more },
    cwd: '/',
    ...(readyLine === undefined ? {} : { readyLine, readyWithin: 60_000 }),
  });
}
