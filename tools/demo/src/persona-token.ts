import { join } from 'node:path';
import { ApiClient } from '@vitrine/api-client';
import type { OrganizationId } from '@vitrine/contracts';
import type { InstanceFolder } from './instance-folder.js';
import { signInAsPersona } from './issuer/sign-in.js';

const TOKEN_SCOPES = [
  'vitrine.organization.read',
  'vitrine.connections.read',
  'vitrine.connections.write',
  'vitrine.audits.read',
  'vitrine.audits.write',
  'vitrine.findings.read',
  'vitrine.rules.read',
  'vitrine.costs.read',
  'vitrine.costs.write',
];

export interface Seat {
  readonly apiUrl: string;
  readonly issuer: string;
  readonly login: string;
  readonly password: string;
  readonly lastTokenId: string | null;
}

/**
 * Signs the persona in (the very first sign-in makes the organization) and makes an API token for a day, kept in a 0600 file.
 */
export async function signInAndMakeToken(
  instance: InstanceFolder,
  seat: Seat,
): Promise<{ readonly organizationId: OrganizationId; readonly client: ApiClient; readonly tokenId: string; readonly tokenFile: string }> {
  const persona = new ApiClient({ url: seat.apiUrl, token: await signInAsPersona(seat.issuer, seat.login, seat.password) });
  const { id: organizationId } = await persona.organization();
  // Whoever read the last start's token file has nothing any more.
  if (seat.lastTokenId !== null) await persona.revokeToken(seat.lastTokenId).catch(() => undefined);
  const { id: tokenId, token } = await persona.createToken({ name: `embedded start ${new Date().toISOString()}`, scopes: TOKEN_SCOPES, lifetimeDays: 1 });
  const tokenFile = join(instance.folder('secrets'), 'api-token');
  instance.write(tokenFile, `${token}\n`);
  return { organizationId, tokenId, tokenFile, client: new ApiClient({ url: seat.apiUrl, token }) };
}
