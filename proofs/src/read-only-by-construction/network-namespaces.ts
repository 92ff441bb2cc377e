import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Two rooms with one wire between them and no way out of either: `worker` has no route but to the wire's other end, `world` holds the egress
 * proxy and everything that pretends to be the Internet. Nothing sent inside can reach a real address.
 */
export interface Namespaces {
  readonly proxyAddress: string;
  /** Runs a program of ours inside; its lines of stdout come back one by one. */
  start(room: 'worker' | 'world', args: readonly string[], environment?: Readonly<Record<string, string>>): RoomProcess;
  close(): Promise<void>;
}

export interface RoomProcess {
  /** The next line that matches; rejects when the process ends before. */
  line(pattern: RegExp): Promise<string>;
  readonly lines: readonly string[];
  /** Tells it something without ending it. */
  signal(signal: NodeJS.Signals): void;
  kill(signal: NodeJS.Signals): Promise<void>;
}

const proxyAddress = '10.99.0.1';

/** @param addresses that `world` answers on, with their prefix; @param names what `world` resolves them to, as /etc/hosts has it @throws Error where this is not possible */
export function makeNamespaces(addresses: readonly string[], names: string): Namespaces {
  if (process.getuid?.() !== 0) throw new Error('not root: network namespaces cannot be made, and this proof was NOT RUN');
  const tag = randomBytes(3).toString('hex');
  const rooms = { worker: `vitrine-w-${tag}`, world: `vitrine-e-${tag}` } as const;
  const running: ChildProcess[] = [];
  const remove = (): void => {
    for (const room of Object.values(rooms)) {
      quietly(['netns', 'del', room]);
      rmSync(`/etc/netns/${room}`, { recursive: true, force: true });
    }
  };
  try {
    for (const room of Object.values(rooms)) {
      ip(['netns', 'add', room]);
      ip(['-n', room, 'link', 'set', 'lo', 'up']);
      // Bound over /etc inside the room only.
      mkdirSync(`/etc/netns/${room}`, { recursive: true });
      writeFileSync(`/etc/netns/${room}/hosts`, `127.0.0.1 localhost\n::1 localhost\n${room === rooms.world ? names : ''}`);
      writeFileSync(`/etc/netns/${room}/nsswitch.conf`, 'hosts: files\n');
      writeFileSync(`/etc/netns/${room}/resolv.conf`, '');
    }
    ip(['-n', rooms.world, 'link', 'add', 'wire0', 'type', 'veth', 'peer', 'name', 'wire1', 'netns', rooms.worker]);
    ip(['-n', rooms.world, 'addr', 'add', `${proxyAddress}/30`, 'dev', 'wire0']);
    ip(['-n', rooms.worker, 'addr', 'add', '10.99.0.2/30', 'dev', 'wire1']);
    ip(['-n', rooms.world, 'link', 'set', 'wire0', 'up']);
    ip(['-n', rooms.worker, 'link', 'set', 'wire1', 'up']);
    for (const address of addresses) ip(['-n', rooms.world, 'addr', 'add', address, 'dev', 'lo', ...(address.includes(':') ? ['nodad'] : [])]);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    proxyAddress,
    start(room, args, environment = {}) {
      const child = spawn('ip', ['netns', 'exec', rooms[room], process.execPath, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env['PATH'] ?? '', ...environment },
      });
      running.push(child);
      return followed(child);
    },
    close: async () => {
      await Promise.all(running.map((child) => ended(child, 'SIGKILL')));
      remove();
    },
  };
}

/** `ip netns exec` becomes the program itself, so its pid is the program's. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

function followed(child: ChildProcess): RoomProcess {
  const lines: string[] = [];
  let taken = 0;
  let over = false;
  let wake: () => void = () => undefined;
  if (child.stdout === null) throw new Error('no stdout');
  const reading = createInterface({ input: child.stdout });
  reading.on('line', (line) => {
    lines.push(line);
    wake();
  });
  reading.on('close', () => {
    over = true;
    wake();
  });
  return {
    lines,
    async line(pattern) {
      for (;;) {
        for (; taken < lines.length;) {
          const line = lines[taken] ?? '';
          taken += 1;
          if (pattern.test(line)) return line;
        }
        if (over) throw new Error(`a process ended before it said ${String(pattern)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    signal: (signal) => void child.kill(signal),
    kill: (signal) => ended(child, signal),
  };
}

function ip(args: readonly string[]): void {
  execFileSync('ip', [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
}

function quietly(args: readonly string[]): void {
  try {
    ip(args);
  } catch {
    // It was never made.
  }
}
