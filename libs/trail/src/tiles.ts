import { foldLevel } from './tree-hash.js';

/** Tree levels in a tile (C2SP tlog-tiles). */
export const TILE_HEIGHT = 8;
/** Hashes of a full tile. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/**
 * The stored tree, eight levels at a time: `count` hashes of tile level `level` from `from` on, where hash `i` is the root over the leaves
 * `i · 256^level` to `(i + 1) · 256^level`. Level 0 is the leaf hashes; level L is the `root` of the full tiles of level L − 1.
 */
export type HashReader = (level: number, from: number, count: number) => Promise<readonly Buffer[]>;

/** A full tile, written once and never changed. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 256 hashes, 8,192 bytes. */
  readonly hashes: Buffer;
  /** Over the 256: hash `index` of the level above. */
  readonly root: Buffer;
}

/**
 * The tiles that become full when `appended` leaf hashes follow the first `size`. Reads only the begun tile of a level that becomes full:
 * at level 0 the last leaves before `size`, above it the roots of tiles.
 */
export async function tilesFilledBy(size: number, appended: readonly Buffer[], read: HashReader): Promise<Tile[]> {
  const tiles: Tile[] = [];
  let [level, begun, fresh] = [0, size, appended];
  while (fresh.length > 0) {
    const first = Math.floor(begun / TILE_WIDTH);
    const full = Math.floor((begun + fresh.length) / TILE_WIDTH);
    if (full === first) break;
    const earlier = begun % TILE_WIDTH === 0 ? [] : await read(level, first * TILE_WIDTH, begun % TILE_WIDTH);
    const hashes = [...earlier, ...fresh];
    const roots: Buffer[] = [];
    for (let index = first; index < full; index += 1) {
      const own = hashes.slice((index - first) * TILE_WIDTH, (index - first + 1) * TILE_WIDTH);
      const root = foldLevel(own);
      tiles.push({ level, index, hashes: Buffer.concat(own), root });
      roots.push(root);
    }
    [level, begun, fresh] = [level + 1, first, roots];
  }
  return tiles;
}
