import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { startTestIssuer, type SeededOrganization, type TestIssuer } from '@vitrine/testing';
import type { AttackGround } from './attack-ground.js';
import type { Bearer } from './fuzz-requests.js';

const AUDIENCE = 'platform';

/** A platform's own issuer and its two operators, `one` and `two`. */
export interface Platform {
  readonly issuer: TestIssuer;
  /** What an API process needs in order to know them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly operator: (name: 'one' | 'two') => string;
  stop(): Promise<void>;
}

export async function startPlatform({ database }: AttackGround): Promise<Platform> {
  const issuer = await startTestIssuer({ audience: AUDIENCE });
  const operator = (name: 'one' | 'two'): string => `${issuer.issuer}|${name}`;
  return {
    issuer,
    environment: {
      VITRINE_PLATFORM_ISSUER: JSON.stringify({ issuer: issuer.issuer, audience: AUDIENCE }),
      VITRINE_PLATFORM_ADMIN_USER_IDS: `${operator('one')},${operator('two')}`,
      VITRINE_OPERATOR_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      VITRINE_OPERATOR_DATABASE_URL: database.url('vitrine_operator'),
    },
    operator,
    stop: () => issuer.stop(),
  };
}

/** Operator one as the owner of his routes. Whoever owns an organization is a stranger here. */
export async function operatorTokens(
  { issuer }: Platform,
  organizationOwner: string,
  none: Pick<Record<Bearer, string>, 'missing' | 'garbage'>,
): Promise<Record<Bearer, string>> {
  const subject = 'one';
  return {
    ...none,
    owner: await issuer.mint({ subject, lifetime: 3_600 }),
    forged: await issuer.mint({ subject, foreignKey: true }),
    expired: await issuer.mint({ subject, lifetime: -60 }),
    'other-audience': await issuer.mint({ subject, audience: 'another-api' }),
    'foreign-organization': organizationOwner,
  };
}

/** What the last word of a step's path asks of a session: who has asked for it, and how far it has come. */
const readyFor: Readonly<Record<string, { readonly by: 'one' | 'two'; readonly approved: boolean }>> = {
  approve: { by: 'two', approved: false },
  refuse: { by: 'two', approved: false },
  start: { by: 'one', approved: true },
  end: { by: 'one', approved: false },
};

/** A session that operator one may take the named step with. @returns its id */
export async function plantSession(ground: AttackGround, platform: Platform, { organizationId }: SeededOrganization, path: string): Promise<string> {
  const id = randomUUID();
  const { by, approved } = readyFor[path.split('/').at(-1) ?? ''] ?? { by: 'one', approved: false };
  const pool = ground.database.poolFor('postgres');
  await pool.query(
    `insert into vitrine.operator_session (organization_id, id, operator, reason, ticket, minutes, expires_at)
     values ($1, $2, $3, 'a fuzzer looks in', 'T-1', 30, now() + interval '1 day')`,
    [organizationId, id, platform.operator(by)],
  );
  if (approved)
    await pool.query(
      `update vitrine.operator_session set state = 'approved', decided_by = $3, decided_at = now(), version = version + 1 where organization_id = $1 and id = $2`,
      [organizationId, id, `operator:${platform.operator('two')}`],
    );
  return id;
}
