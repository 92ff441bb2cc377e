import { join } from 'node:path';
import { organizationIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { readIfThere, type InstanceFolder } from './instance-folder.js';

const stateSchema = z.strictObject({
  issuerPort: z.number().int(),
  issuer: z.string(),
  apiPort: z.number().int(),
  organizationId: organizationIdSchema.nullable(),
  /** Of the last start's API token, to revoke it. */
  tokenId: z.string().nullable(),
});
export type InstanceState = z.infer<typeof stateSchema>;

/** What a start remembers for the next one; nothing secret. */
export function readInstanceState(instance: InstanceFolder): InstanceState | 'first-start' {
  const text = readIfThere(join(instance.path, 'instance.json'));
  return text === null ? 'first-start' : stateSchema.parse(JSON.parse(text));
}

export function writeInstanceState(instance: InstanceFolder, state: InstanceState): void {
  instance.write(join(instance.path, 'instance.json'), `${JSON.stringify(state, null, 2)}\n`);
}
