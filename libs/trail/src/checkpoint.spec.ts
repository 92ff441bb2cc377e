import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { organizationIdSchema } from '@vitrine/contracts';
import { parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { openNote } from './signed-note.js';
import { parseTrailOrigin, trailOrigin } from './trail-origin.js';
import { leafHash } from './tree-hash.js';
import { parseVerificationKey, verificationKeyOf, verificationKeyText } from './verification-key.js';

const organizationId = organizationIdSchema.parse('01890000-0000-7000-8000-00000000000a');
const otherOrganization = organizationIdSchema.parse('01890000-0000-7000-8000-00000000000b');
const name = 'vitrine.example/trail';
const signer = (): { name: string; privateKey: ReturnType<typeof generateKeyPairSync>['privateKey'] } => ({
  name,
  privateKey: generateKeyPairSync('ed25519').privateKey,
});
const checkpoint = { origin: trailOrigin({ host: 'vitrine.example', organizationId, epoch: 1 }), size: 20_852_163, root: leafHash(Buffer.from('root')) };

describe('a signed note', () => {
  // Facts: a key and a note that implementations of C2SP signed-note publish to compare themselves with each other (Go’s sumdb/note made it).
  const foreignKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const foreignNote =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

  it('of a foreign implementation is read with its key', () => {
    expect(openNote(foreignNote, [parseVerificationKey(foreignKey)])).toEqual({
      kind: 'verified',
      text: 'This is an example message.\n',
      signedBy: ['example.com/foo'],
    });
    expect(verificationKeyText(parseVerificationKey(foreignKey))).toBe(foreignKey);
  });

  it('is refused when a letter of its text changed, and is foreign to another key of the same name', () => {
    expect(openNote(foreignNote.replace('message', 'massage'), [parseVerificationKey(foreignKey)])).toEqual({ kind: 'bad-signature', name: 'example.com/foo' });
    const other = verificationKeyOf('example.com/foo', signer().privateKey);
    expect(openNote(foreignNote, [other])).toEqual({ kind: 'foreign-key', names: ['example.com/foo'] });
  });

  it.each([
    ['no signature', 'text\n'],
    ['a control character', 'te\tt\n\n— a AAAAAAA=\n'],
    ['a signature that is not Base 64', 'text\n\n— example.com/foo !!!!\n'],
    ['a line that is no signature', 'text\n\nexample.com/foo\n'],
    ['a note that is too long', `${'x'.repeat(70_000)}\n\n— a AAAAAAA=\n`],
  ])('is malformed with %s, and says why', (_, note) => {
    expect(openNote(note, [])).toMatchObject({ kind: 'malformed' });
  });
});

describe('a verification key', () => {
  it('ties its name to its bytes: a key under another name is refused at once', () => {
    const text = verificationKeyText(verificationKeyOf(name, signer().privateKey));
    expect(parseVerificationKey(`${text}\n`).name).toBe(name);
    expect(() => parseVerificationKey(text.replace('vitrine', 'vitrina'))).toThrow(expect.objectContaining({ code: 'trail.invalid-key' }));
    expect(() => parseVerificationKey('nonsense')).toThrow(expect.objectContaining({ code: 'trail.invalid-key' }));
  });

  it('is Ed25519 only', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => verificationKeyOf(name, publicKey)).toThrow(expect.objectContaining({ code: 'trail.invalid-key' }));
  });
});

describe('a checkpoint', () => {
  it('is three lines of C2SP tlog-checkpoint and comes back as it was signed', () => {
    const own = signer();
    const note = signCheckpoint(checkpoint, [own]);
    expect(note.split('\n').slice(0, 4)).toEqual([checkpoint.origin, '20852163', checkpoint.root.toString('base64'), '']);
    expect(verifyCheckpoint(note, [verificationKeyOf(name, own.privateKey)])).toEqual({ kind: 'verified', checkpoint, signedBy: [name] });
    expect(parseCheckpoint(note)).toEqual({ kind: 'parsed', checkpoint });
  });

  it('is signed by both keys while one replaces the other, and believed by who knows either', () => {
    const [old, next] = [signer(), signer()];
    const note = signCheckpoint(checkpoint, [old, next]);
    for (const { privateKey } of [old, next]) expect(verifyCheckpoint(note, [verificationKeyOf(name, privateKey)])).toMatchObject({ kind: 'verified' });
    expect(verifyCheckpoint(note, [verificationKeyOf(name, signer().privateKey)])).toMatchObject({ kind: 'foreign-key' });
  });

  it('cannot be taken for another organization’s, since its signature covers the origin', () => {
    const own = signer();
    const moved = signCheckpoint(checkpoint, [own]).replace(organizationId, otherOrganization);
    expect(verifyCheckpoint(moved, [verificationKeyOf(name, own.privateKey)])).toEqual({ kind: 'bad-signature', name });
  });

  it.each([
    ['a size with a leading zero', 'o\n07\nAAAA\n'],
    ['a size beyond what can be counted', `o\n9999999999999999\n${checkpoint.root.toString('base64')}\n`],
    ['a root of another length', 'o\n7\nAAAA\n'],
    ['no origin', `\n7\n${checkpoint.root.toString('base64')}\n`],
  ])('is malformed with %s', (_, text) => {
    expect(parseCheckpoint(text)).toMatchObject({ kind: 'malformed' });
  });

  it('names its trail: host, organization, and from the second on its epoch', () => {
    for (const epoch of [1, 2, 17]) {
      const identity = { host: 'vitrine.example', organizationId, epoch };
      expect(parseTrailOrigin(trailOrigin(identity))).toEqual(identity);
    }
    expect(parseTrailOrigin(`${checkpoint.origin}/epoch/1`)).toBeNull();
    expect(parseTrailOrigin('vitrine.example/other')).toBeNull();
  });
});
