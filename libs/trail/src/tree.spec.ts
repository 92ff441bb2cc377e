import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StoredTree } from './stored-tree.fixture.js';
import { TILE_WIDTH, type HashReader } from './tiles.js';
import { EMPTY_ROOT, leafHash, nodeHash } from './tree-hash.js';
import { TreeHead } from './tree-head.js';
import { consistencyProof, inclusionProof, stateAt } from './tree-proof.js';
import { verifyConsistency, verifyInclusion } from './verify-proof.js';

// Facts: the leaves and tree heads of the Certificate Transparency reference tree, as every implementation of RFC 6962 publishes them.
const referenceLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const referenceRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = referenceLeaves.map((hex) => leafHash(Buffer.from(hex, 'hex')));
const someLeaf = (n: number): Buffer => leafHash(Buffer.from(`leaf ${String(n)}`));
const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

/** The root of the first `size` leaves, as an export that begins behind them has it. */
const storedRoot = async (read: HashReader, size: number): Promise<Buffer> => TreeHead.restore(size, await stateAt(read, size)).root();

async function treeOf(hashes: readonly Buffer[], batch = 97): Promise<StoredTree> {
  const tree = new StoredTree();
  for (let at = 0; at < hashes.length; at += batch) await tree.append(hashes.slice(at, at + batch));
  return tree;
}

describe('a tree of RFC 6962', () => {
  it('has the roots of the Certificate Transparency reference tree, from the empty tree to eight leaves', () => {
    const head = TreeHead.empty();
    const roots = [head.root().toString('hex')];
    for (const leaf of leaves) {
      head.append(leaf);
      roots.push(head.root().toString('hex'));
    }
    expect(roots).toEqual(referenceRoots);
    expect(EMPTY_ROOT.toString('hex')).toBe(referenceRoots[0]);
  });

  it('has the proofs of the reference tree: leaf 5 of 8, 6 before 8', async () => {
    const tree = await treeOf(leaves);
    expect(hex(await inclusionProof(tree.read, 5, 8))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(hex(await consistencyProof(tree.read, 6, 8))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('tells a leaf of 64 bytes from a node over two hashes (second preimage)', () => {
    const [left, right] = [someLeaf(1), someLeaf(2)];
    expect(leafHash(Buffer.concat([left, right]))).not.toEqual(nodeHash(left, right));
  });

  it('keeps a head of one hash for each bit of its size, and refuses one of another size', () => {
    const head = TreeHead.empty();
    for (let n = 0; n < 1_000; n += 1) head.append(someLeaf(n));
    expect(head.state().length).toBe(6 * 32);
    expect(TreeHead.restore(1_000, head.state()).root()).toEqual(head.root());
    expect(() => TreeHead.restore(1_001, head.state())).toThrow(RangeError);
  });

  it('fills tiles once, whatever the sizes of the batches, and stores in them what the leaves say', async () => {
    const hashes = Array.from({ length: 66_000 }, (_, n) => someLeaf(n));
    const [one, other] = [await treeOf(hashes, 66_000), await treeOf(hashes, 2_047)];
    expect(one.tiles.map(({ level, index }) => `${String(level)}/${String(index)}`).sort()).toEqual(
      other.tiles.map(({ level, index }) => `${String(level)}/${String(index)}`).sort(),
    );
    expect(one.tiles.filter(({ level }) => level === 0)).toHaveLength(Math.floor(66_000 / TILE_WIDTH));
    expect(one.tiles.filter(({ level }) => level === 1)).toHaveLength(1);
    expect(other.tileLeaf(40_000)).toEqual(hashes[40_000]);
    expect(await storedRoot(other.read, 66_000)).toEqual(one.head.root());
    expect(await storedRoot(other.read, 0)).toEqual(EMPTY_ROOT);
    const proof = await inclusionProof(other.read, 65_535, 66_000);
    expect(verifyInclusion({ leafHash: someLeaf(65_535), index: 65_535, size: 66_000, proof, root: one.head.root() })).toBe(true);
    const consistent = await consistencyProof(other.read, 65_536, 66_000);
    expect(verifyConsistency({ from: 65_536, fromRoot: await storedRoot(one.read, 65_536), to: 66_000, toRoot: one.head.root(), proof: consistent })).toBe(
      true,
    );
  });
});

describe('proofs over random trees', () => {
  const sizes = fc.integer({ min: 1, max: 700 });
  const whole = treeOf(Array.from({ length: 700 }, (_, n) => someLeaf(n)));

  it('of inclusion verify, and fail with any byte changed, at another index, in a tree of another size', async () => {
    const tree = await whole;
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (size, pick, where, flip) => {
        const index = pick % size;
        const claim = {
          leafHash: someLeaf(index),
          index,
          size,
          proof: await inclusionProof(tree.read, index, size),
          root: await storedRoot(tree.read, size),
        };
        expect(verifyInclusion(claim)).toBe(true);
        const parts = [claim.leafHash, claim.root, ...claim.proof].map((hash) => Buffer.from(hash));
        const changed = parts[where % parts.length]!;
        changed[where % 32]! ^= flip;
        const [leaf, root, ...proof] = parts;
        expect(verifyInclusion({ ...claim, leafHash: leaf!, root: root!, proof })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) }) && size > 1).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, root!] })).toBe(false);
        if (size > 1) expect(verifyInclusion({ ...claim, index: (index + 1) % size })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('of consistency verify, and fail with any byte changed: a rewritten beginning has no proof', async () => {
    const tree = await whole;
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (to, pick, where, flip) => {
        const from = 1 + (pick % to);
        const claim = {
          from,
          to,
          fromRoot: await storedRoot(tree.read, from),
          toRoot: await storedRoot(tree.read, to),
          proof: await consistencyProof(tree.read, from, to),
        };
        expect(verifyConsistency(claim)).toBe(true);
        const parts = [claim.fromRoot, claim.toRoot, ...claim.proof].map((hash) => Buffer.from(hash));
        parts[where % parts.length]![where % 32]! ^= flip;
        const [fromRoot, toRoot, ...proof] = parts;
        expect(verifyConsistency({ ...claim, fromRoot: fromRoot!, toRoot: toRoot!, proof })).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('are refused where there is no such place, by a stable code', async () => {
    const tree = await treeOf(leaves);
    await expect(inclusionProof(tree.read, 8, 8)).rejects.toMatchObject({ code: 'trail.proof-out-of-range', status: 400 });
    await expect(consistencyProof(tree.read, 9, 8)).rejects.toMatchObject({ code: 'trail.proof-out-of-range', status: 400 });
    expect(verifyConsistency({ from: 0, fromRoot: EMPTY_ROOT, to: 8, toRoot: tree.head.root(), proof: [] })).toBe(true);
  });
});
