import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const serviceSchema = z.object({
  image: z.string().optional(),
  build: z.object({ dockerfile: z.string() }).optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  user: z.string().optional(),
  restart: z.string(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
});
export type ComposeService = z.infer<typeof serviceSchema>;

const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  volumes: z.record(z.string(), z.unknown()),
});
export type ComposeFile = z.infer<typeof composeSchema>;

/** The file as compose reads it: anchors and merge keys resolved, variables not. */
export function readComposeFile(root: string): ComposeFile {
  return parseCompose(readFileSync(join(root, 'docker-compose.yml'), 'utf8'));
}

export function parseCompose(text: string): ComposeFile {
  return composeSchema.parse(parse(text, { merge: true }));
}

/** Which services mount an opening key, and which key. */
export function openingKeyHolders({ services }: ComposeFile): [service: string, secret: string][] {
  return Object.entries(services).flatMap(([name, { secrets }]) =>
    secrets.filter((secret) => secret.startsWith('opening')).map((secret): [string, string] => [name, secret]),
  );
}
