import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spoolBill } from './spooled-bill.js';

describe('a bill that waits on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-spool-spec-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('waits in the folder that the operator names, without a name there', async () => {
    const seen: string[] = [];
    const bill = await spoolBill(Readable.from([Buffer.from('a,b\n')]), folder, (path, ...rest) => {
      seen.push(String(path));
      return open(path, ...rest);
    });
    expect([seen.every((path) => path.startsWith(`${folder}/`)), await readdir(folder)]).toEqual([true, []]);
    expect((await bill.content.read(0, 4)).toString()).toBe('a,b\n');
    await bill.close();
  });

  it('says by name that there is no room, where the disk’s own word would be an accident that is tried again for ever', async () => {
    const fullDisk: typeof open = async (path, flags, mode) => {
      if (flags !== 'wx') return await open(path, flags, mode);
      await writeFile(path, '');
      return await open('/dev/full', 'w');
    };
    await expect(spoolBill(Readable.from([Buffer.alloc(8192)]), folder, fullDisk)).rejects.toMatchObject({ code: 'spool-full' });
    expect(await readdir(folder)).toEqual([]);
  });
});
