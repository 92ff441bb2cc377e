import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../exit-codes.js';

export interface AwsLogin {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  readonly expiresAt: Date | null;
}

const processSchema = z.object({
  Version: z.literal(1),
  AccessKeyId: z.string(),
  SecretAccessKey: z.string(),
  SessionToken: z.string().optional(),
  Expiration: z.string().optional(),
});

/**
 * The keys of a profile: from the AWS command line where it is installed (it knows SSO, roles and processes), else static keys from
 * the two files that it would read.
 * @throws UsageError which says what to do
 */
export async function readAwsProfile(context: CliContext, profile: string): Promise<AwsLogin> {
  const answer = await context.runTool('aws', ['configure', 'export-credentials', '--profile', profile, '--format', 'process'], context.signal);
  switch (answer.kind) {
    case 'said': {
      const parsed = processSchema.safeParse(readJson(answer.text));
      if (!parsed.success)
        throw new UsageError(`aws configure export-credentials said nothing that is a credential; sign in first: aws sso login --profile ${profile}`);
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration } = parsed.data;
      return { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? null, expiresAt: expiration === undefined ? null : new Date(expiration) };
    }
    case 'failed':
      throw new UsageError(`the AWS command line has no credential for profile ${profile}: ${answer.complaint}`);
    case 'missing':
      return fromFiles(context, profile);
  }
}

/** Only static keys: an SSO cache or a credential process is the AWS command line's to read. */
function fromFiles({ homeFolder, environment }: CliContext, profile: string): AwsLogin {
  const file = (name: string, variable: string): string => environment[variable] ?? join(homeFolder, '.aws', name);
  const credentials = sections(file('credentials', 'AWS_SHARED_CREDENTIALS_FILE')).get(profile);
  const config = sections(file('config', 'AWS_CONFIG_FILE')).get(profile === 'default' ? 'default' : `profile ${profile}`);
  const merged = new Map([...(config ?? []), ...(credentials ?? [])]);
  if (merged.size === 0) throw new UsageError(`there is no profile ${profile} in ~/.aws`);
  const [accessKeyId, secretAccessKey] = [merged.get('aws_access_key_id'), merged.get('aws_secret_access_key')];
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return { accessKeyId, secretAccessKey, sessionToken: merged.get('aws_session_token') ?? null, expiresAt: null };
  const special = ['sso_session', 'sso_start_url', 'role_arn', 'credential_process', 'web_identity_token_file'].find((name) => merged.has(name));
  throw new UsageError(
    special === undefined
      ? `profile ${profile} has no keys`
      : `profile ${profile} signs in by ${special}: install the AWS command line, which can; Vitrine does not read its caches`,
  );
}

function sections(path: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  if (!existsSync(path)) return found;
  let current: Map<string, string> | undefined;
  for (const line of readFileSync(path, 'utf8').split(/\r?\n/)) {
    const [, name] = /^\s*\[\s*([^\]]+?)\s*\]\s*$/.exec(line) ?? [];
    const [, key, value] = /^([A-Za-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) found.set(name, (current = found.get(name) ?? new Map<string, string>()));
    else if (key !== undefined && value !== undefined) current?.set(key.toLowerCase(), value);
  }
  return found;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
