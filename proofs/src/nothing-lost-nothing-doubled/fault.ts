import type { Between } from './between.js';
import type { EstateOptions } from './estate.js';
import type { Connected, FaultHouse, SignIn } from './fault-house.js';
import type { History } from './recorded-history.js';
import type { OwnServer } from './own-server.js';
import type { PreviousWorker } from './previous-worker.js';
import type { SeededRandom } from './seeded-random.js';
import type { Edit } from './worker-copy.js';
import type { TestRedis } from '@vitrine/testing';
import type { Pace } from '../proof.js';

/** What a fault is thrown at, and with. */
export interface Scene {
  readonly house: FaultHouse;
  /** A fault may add to it. */
  readonly auditIds: string[];
  readonly connected: readonly Connected[];
  readonly random: SeededRandom;
  readonly pace: Pace;
  readonly guard: 'standing' | 'removed';
  /** Aborted once every audit has ended or nothing moves any more. */
  readonly settled: AbortSignal;
  say(text: string): void;
}

/** What the fault itself counted: `held` is its own part of the verdict, beside the history that every fault answers for. */
export interface Thrown {
  readonly held?: boolean;
  readonly seen: string;
}

/** One row of the fault matrix (reference §6). The same fault is thrown on both backends where it applies. */
export interface Fault {
  readonly row: number;
  readonly attack: string;
  /** Beside "0 lost, 0 doubled". */
  readonly expected?: string;
  readonly pace?: Pace;
  /** Measures a time, or breaks what other attempts stand on: never beside another one. */
  readonly alone?: boolean;
  readonly removes: string;
  /** Takes the guard out of a copy of the worker, or out of the attempt's own database. */
  readonly withoutGuard: { readonly edits: readonly Edit[]; readonly sql?: string };
  /** Stands in both copies: where the fault itself sits inside the worker. */
  readonly hooks?: readonly Edit[];
  readonly audits?: number;
  /** Where the attempt without the guard falls with fewer than these only by luck. */
  readonly auditsWithoutGuard?: number;
  readonly workers?: number;
  /** A soak of it lasts as long as its schedule, which begins further audits, and not until nothing is left to do. */
  readonly endsByClock?: true;
  readonly estate?: EstateOptions;
  readonly latencyMs?: number;
  /** Default: a key of the customer's. */
  readonly signIn?: SignIn;
  /** Default: one Redis of the attempt's own. */
  readonly redis?: { readonly maxmemory?: string } | (() => Promise<TestRedis>);
  /** Default: the one that all attempts share, with a database for each. */
  readonly server?: () => Promise<OwnServer>;
  /** Every second worker is of this older version. */
  readonly previous?: () => PreviousWorker;
  /** Of one worker; its number counts from 0. */
  readonly environment?: (worker: number, folder: string) => Readonly<Record<string, string>>;
  readonly between?: (aws: string, scene: { readonly random: SeededRandom; readonly guard: Scene['guard'] }) => Promise<Between>;
  throwIt(scene: Scene): Promise<void>;
  /** After the fleet has gone. */
  judge?(scene: Scene, history: History): Promise<Thrown>;
}
