import { tilesFilledBy, TILE_WIDTH, type HashReader, type Tile } from './tiles.js';
import { HASH_BYTES } from './tree-hash.js';
import { TreeHead } from './tree-head.js';

/** A tree stored as the database stores it: leaf hashes as rows, full tiles with their roots, a head. */
export class StoredTree {
  readonly leaves: Buffer[] = [];
  readonly tiles: Tile[] = [];
  head = TreeHead.empty();

  readonly read: HashReader = (level, from, count) => {
    if (level === 0) return Promise.resolve(this.leaves.slice(from, from + count));
    return Promise.resolve(
      Array.from(
        { length: count },
        (_, offset) => this.tiles.find((tile) => tile.level === level - 1 && tile.index === from + offset)?.root ?? Buffer.alloc(0),
      ),
    );
  };

  /** One commit of a sequencer: the head comes from storage and goes back there. */
  async append(hashes: readonly Buffer[]): Promise<void> {
    const head = TreeHead.restore(this.head.size, this.head.state());
    this.tiles.push(...(await tilesFilledBy(head.size, hashes, this.read)));
    for (const hash of hashes) head.append(hash);
    this.leaves.push(...hashes);
    this.head = head;
  }

  /** Leaves as their tile holds them. */
  tileLeaf(index: number): Buffer {
    const tile = this.tiles.find((each) => each.level === 0 && each.index === Math.floor(index / TILE_WIDTH));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    return tile?.hashes.subarray(at, at + HASH_BYTES) ?? Buffer.alloc(0);
  }
}
