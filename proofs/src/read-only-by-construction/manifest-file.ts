import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './access-levels.js';

const lineSchema = z.object({
  operation: z.string(),
  provider: z.enum(['aws', 'azure', 'gcp']),
  list: z.enum(['inventory', 'billing', 'sign-in']),
  permission: z.string(),
  level: z.string(),
  pinnedTo: z.enum(['bucket', 'dataset', 'scope']).nullable(),
  why: z.string().min(20),
  rules: z.array(z.string()),
  duties: z.array(z.string()),
  wire: z.looseObject({ protocol: z.string(), host: z.string() }),
});
export type DeclaredOperation = z.infer<typeof lineSchema>;

/** The committed manifest: the file that a reviewer reads, not the code that made it. */
export function readManifest(): DeclaredOperation[] {
  const text = readFileSync(join(projectRoot, 'libs/cloud-readers/manifest.generated.json'), 'utf8');
  return z.object({ operations: z.array(lineSchema).min(1) }).parse(JSON.parse(text)).operations;
}
