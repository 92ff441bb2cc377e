import { associatedData, type CredentialContext, type Envelope } from '@vitrine/crypto-envelope';

/** What a forger holds for one round: two envelopes of the same row's successive versions, one of another organization, and the public kids. */
export interface Loot {
  readonly row: CredentialContext;
  readonly envelope: Envelope;
  /** Sealed for the same row, one version later. */
  readonly later: Envelope;
  readonly foreignRow: CredentialContext;
  readonly foreign: Envelope;
  readonly otherCloudKid: string;
  /** Made by the forger with the published key: right in everything but the organization named inside. */
  readonly planted: Envelope;
  /** Sealed by the forger to a key of the forger's own, named as ours. */
  readonly ownKey: Envelope;
  /** A whole number below the bound, from the attempt's seed. */
  choose(below: number): number;
}

/** Where a forged envelope is put, and what is put there. */
export interface Forged {
  readonly row: CredentialContext;
  readonly sealed: string;
}

const put = (row: CredentialContext, envelope: object): Forged => ({ row, sealed: JSON.stringify(envelope) });

function reheaded(envelope: Envelope, change: (header: Record<string, unknown>) => object): Envelope {
  // The header of an envelope that our own sealer made a moment ago.
  const header = JSON.parse(Buffer.from(envelope.protected, 'base64url').toString()) as Record<string, unknown>;
  return { ...envelope, protected: Buffer.from(JSON.stringify(change(header))).toString('base64url') };
}

const vtrOf = ({ organizationId, connectionId, version, kind }: CredentialContext): object => ({
  v: 1,
  org: organizationId,
  con: connectionId,
  ver: version,
  knd: kind,
});

/** One bit of one member, anywhere in it. */
function flipped({ row, envelope, choose }: Loot, member: keyof Envelope): Forged {
  const bytes = Buffer.from(envelope[member], 'base64url');
  const at = choose(bytes.length);
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << choose(8)), at);
  return put(row, { ...envelope, [member]: bytes.toString('base64url') });
}

/** Twenty ways to make an envelope be taken for what it is not, by name. */
export const forgeries: Readonly<Record<string, (loot: Loot) => Forged>> = {
  'moved to another organization': ({ row, foreignRow, envelope }) => put({ ...row, organizationId: foreignRow.organizationId }, envelope),
  'moved to another connection': ({ row, foreignRow, envelope }) => put({ ...row, connectionId: foreignRow.connectionId }, envelope),
  'swapped between two rows': ({ row, foreign }) => put(row, foreign),
  'moved to another kind': ({ row, envelope }) => put({ ...row, kind: 'aws.session' }, envelope),
  'moved to another cloud': ({ row, envelope }) => put({ ...row, kind: 'azure.federated' }, envelope),
  'an old version put back': ({ row, envelope }) => put({ ...row, version: row.version + 1 }, envelope),
  'a later version put early': ({ row, later }) => put(row, later),
  'moved, header rewritten to match': ({ foreignRow, envelope }) =>
    put(
      foreignRow,
      reheaded(envelope, (header) => ({ ...header, vtr: vtrOf(foreignRow) })),
    ),
  'moved, with its own associated data': ({ row, foreignRow, envelope }) =>
    put(foreignRow, { ...envelope, aad: Buffer.from(associatedData(row)).toString('base64url') }),
  'kid of another cloud': ({ row, envelope, otherCloudKid }) =>
    put(
      row,
      reheaded(envelope, (header) => ({ ...header, kid: otherCloudKid })),
    ),
  'alg of the other primitive': ({ row, envelope }) =>
    put(
      row,
      reheaded(envelope, ({ epk: _epk, ...header }) => ({ ...header, alg: 'RSA-OAEP-256' })),
    ),
  'header with one member more': ({ row, envelope, choose }) =>
    put(
      row,
      reheaded(envelope, (header) => ({ ...header, [['zip', 'crit', 'jku', 'jwk', 'p2c'][choose(5)] ?? 'zip']: 'DEF' })),
    ),
  'a bit of the header': (loot) => flipped(loot, 'protected'),
  'a bit of the wrapped key': (loot) => flipped(loot, 'encrypted_key'),
  'a bit of the iv': (loot) => flipped(loot, 'iv'),
  'a bit of the ciphertext': (loot) => flipped(loot, 'ciphertext'),
  'a bit of the tag': (loot) => flipped(loot, 'tag'),
  'cut off': ({ row, envelope, choose }) => {
    const { sealed } = put(row, envelope);
    return { row, sealed: sealed.slice(0, 1 + choose(sealed.length - 1)) };
  },
  'planted: another organization inside': ({ row, planted }) => put(row, planted),
  'sealed to the forger’s own key': ({ row, ownKey }) => put(row, ownKey),
};
