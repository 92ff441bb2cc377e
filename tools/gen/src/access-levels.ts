import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `service:Action` → `List`, `Read`, `Write`, … */
export type AccessLevels = Readonly<Record<string, string>>;

interface CommittedManifest {
  readonly operations: readonly { readonly permission: string; readonly level: string }[];
}

/** AWS's own levels with the corrections on top; on a machine without the reference data, what the committed manifest says. */
export async function readAwsLevels(root: string, committed: string | null): Promise<AccessLevels> {
  const folder = join(process.env['VITRINE_SHARED'] ?? join(root, '../shared'), 'access-levels');
  const [levels, corrections] = await Promise.all(
    ['aws-access-levels.json', 'aws-access-level-overrides.json'].map((name) => readFile(join(folder, name), 'utf8').catch(() => null)),
  );
  if (levels === null || levels === undefined || corrections === null || corrections === undefined) return committedLevels(committed);
  // The reference data's own shapes, as its INDEX says.
  const byService = JSON.parse(levels) as Record<string, Record<string, readonly string[]>>;
  const found = Object.entries(byService).flatMap(([service, byLevel]) =>
    Object.entries(byLevel).flatMap(([level, actions]) => actions.map((action): [string, string] => [`${service}:${action}`, level])),
  );
  return { ...Object.fromEntries(found), ...(JSON.parse(corrections) as Record<string, string>) };
}

function committedLevels(committed: string | null): AccessLevels {
  if (committed === null) return {};
  // Our own file, written by `manifestFile`.
  const { operations } = JSON.parse(committed) as CommittedManifest;
  return Object.fromEntries(operations.map(({ permission, level }) => [permission, level]));
}
