import { parseArgs } from 'node:util';
import { VitrineError } from '@vitrine/contracts';
import { createPool } from '@vitrine/database';
import { readDatabaseConfig } from '../config.js';
import { databaseAccess } from '../database/database-access.js';
import { createOrganization, newOrganizationSchema } from './create-organization.js';

const USAGE = `usage: node apps/api/dist/admin/main.js create-organization --name NAME --issuer URL --claim org_id --value VALUE --owner SUBJECT [--email EMAIL]
  VITRINE_DATABASE_URL  postgres://vitrine_api:…@host/database (or VITRINE_DATABASE_HOST and VITRINE_DATABASE_PASSWORD_FILE; VITRINE_DATABASE_CA_FILE for TLS)\n`;

/** The operator's command; it says the new organization's id on stdout as one JSON line. */
async function main(): Promise<number> {
  const option = { type: 'string' } as const;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: option, issuer: option, claim: option, value: option, owner: option, email: option },
  });
  const wish = newOrganizationSchema.safeParse({ ...values });
  if (positionals[0] !== 'create-organization' || !wish.success) {
    const wrong = wish.success ? [] : wish.error.issues.map(({ path }) => `--${path.join('.')} is missing or wrong\n`);
    process.stderr.write(`${wrong.join('')}${USAGE}`);
    return 2;
  }
  const pool = createPool({ ...databaseAccess(readDatabaseConfig(process.env)), applicationName: 'vitrine-admin', max: 1 });
  try {
    process.stdout.write(`${JSON.stringify({ organizationId: await createOrganization(pool, wish.data) })}\n`);
    return 0;
  } finally {
    await pool.end();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof VitrineError ? `${error.code}: ${error.internal}` : error instanceof Error ? error.name : 'failed'}\n`);
  process.exitCode = 1;
}
