import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CHUNK = 4 * 1024 * 1024;

/** How often each text stands in the memory of a process that we started, in one or two bytes a character. */
export interface DumpSearch {
  /** What was not zeros only. */
  readonly mebibytes: number;
  count(text: string): number;
}

/**
 * Counts texts in what a core dump would hold: every mapping that the process may read, of a process that is stopped meanwhile.
 * Read in place, since the file is 6 GiB of mostly zeros.
 * @throws Error where we may not look
 */
export async function searchMemory(pid: number, texts: readonly string[]): Promise<DumpSearch> {
  process.kill(pid, 'SIGSTOP');
  const memory = await open(`/proc/${String(pid)}/mem`, 'r');
  try {
    const search = new TextSearch(texts);
    for (const line of (await readFile(`/proc/${String(pid)}/maps`, 'utf8')).split('\n')) {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) r/.exec(line) ?? [];
      if (from !== '' && !line.includes('[v')) await search.through(memory, Number.parseInt(from, 16), Number.parseInt(to, 16)); // not [vvar], [vsyscall]
    }
    return search;
  } finally {
    await memory.close();
    process.kill(pid, 'SIGCONT');
  }
}

/**
 * The same with a real dump by gcore (Debian's gdb), which is removed afterwards.
 * @throws Error where gcore is missing or may not look
 */
export async function searchCoreDump(pid: number, texts: readonly string[]): Promise<DumpSearch> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-core-'));
  try {
    // No debug symbols are fetched from anywhere.
    const environment = { PATH: process.env['PATH'] ?? '', DEBUGINFOD_URLS: '' };
    await run('gcore', ['-o', join(folder, 'core'), String(pid)], { env: environment, maxBuffer: 64 * 1024 * 1024 });
    const file = await open(join(folder, `core.${String(pid)}`), 'r');
    try {
      const search = new TextSearch(texts);
      await search.through(file, 0, (await file.stat()).size);
      return search;
    } finally {
      await file.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class TextSearch implements DumpSearch {
  readonly #needles: readonly { readonly text: string; readonly bytes: Buffer }[];
  readonly #counts = new Map<string, number>();
  readonly #buffer: Buffer;
  readonly #zeros: Buffer;
  #bytes = 0;

  constructor(texts: readonly string[]) {
    this.#needles = texts.flatMap((text) => [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')].map((bytes) => ({ text, bytes })));
    // What begins in the overlap belongs to the next chunk, what ends there to this one.
    const overlap = Math.max(...this.#needles.map(({ bytes }) => bytes.length)) - 1;
    this.#buffer = Buffer.alloc(CHUNK + overlap);
    this.#zeros = Buffer.alloc(CHUNK + overlap);
  }

  get mebibytes(): number {
    return Math.round(this.#bytes / 1024 / 1024);
  }

  count(text: string): number {
    return this.#counts.get(text) ?? 0;
  }

  async through(file: FileHandle, from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += CHUNK) {
      // A mapping may be readable by name only (a guard page, a device).
      const { bytesRead } = await file.read(this.#buffer, 0, Math.min(this.#buffer.length, to - at), at).catch(() => ({ bytesRead: 0 }));
      const chunk = this.#buffer.subarray(0, bytesRead);
      if (chunk.equals(this.#zeros.subarray(0, bytesRead))) continue;
      this.#bytes += Math.min(bytesRead, CHUNK);
      for (const { text, bytes } of this.#needles) this.#counts.set(text, this.count(text) + occurrences(chunk, bytes));
    }
  }
}

function occurrences(chunk: Buffer, needle: Buffer): number {
  let found = 0;
  for (let at = chunk.indexOf(needle); at !== -1 && at < CHUNK; at = chunk.indexOf(needle, at + 1)) found += 1;
  return found;
}
