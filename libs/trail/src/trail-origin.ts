import { organizationIdSchema, type OrganizationId } from '@vitrine/contracts';

/** Which trail a checkpoint is of. */
export interface TrailIdentity {
  /** Of the API, as members reach it: `vitrine.example`. */
  readonly host: string;
  readonly organizationId: OrganizationId;
  /** From 1; the next begins where a database came back from a backup older than its last published checkpoint. */
  readonly epoch: number;
}

/** `<host>/trail/<organization>`, and from the second epoch on `/epoch/<n>`: a log of its own, whose history needs not agree with the lost one. */
export const trailOrigin = ({ host, organizationId, epoch }: TrailIdentity): string =>
  `${host}/trail/${organizationId}${epoch === 1 ? '' : `/epoch/${String(epoch)}`}`;

/** `null` where the origin is of something else. */
export function parseTrailOrigin(origin: string): TrailIdentity | null {
  const [, host = '', organization = '', epoch = '1'] = /^([^\s+]+)\/trail\/([0-9a-f-]{36})(?:\/epoch\/([2-9]|[1-9]\d{1,8}))?$/u.exec(origin) ?? [];
  const organizationId = organizationIdSchema.safeParse(organization);
  return organizationId.success ? { host, organizationId: organizationId.data, epoch: Number(epoch) } : null;
}
