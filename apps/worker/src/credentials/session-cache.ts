import type { OpenSession } from '@vitrine/cloud-readers';

/** The longest that a session stays in memory, whatever its provider allows (design §5). */
const longestMs = 15 * 60_000;
/** A session this close to its end is not lent any more. */
const marginMs = 60_000;

export interface SessionKey {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly version: number;
  /** Which group of operations it was narrowed to. */
  readonly group: string;
}

export interface CachedSession {
  readonly session: OpenSession;
  /** Every acquire needs its release. */
  release(): void;
}

interface Entry {
  readonly key: SessionKey;
  readonly opening: Promise<OpenSession>;
  /** Once it is open. */
  session: OpenSession | undefined;
  leases: number;
  endsAt: number;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Sessions of running jobs, shared between the jobs of one connection so that its credential is opened once per version. Held in memory
 * only, ≤ 15 minutes, and dropped when no job holds it any more.
 */
export class SessionCache {
  readonly #entries = new Map<string, Entry>();
  /** Lent to nobody any more, and still held by jobs: closed under them, their calls under way would burn their attempts. */
  readonly #outgoing = new Set<Entry>();
  readonly #lingerMs: number;

  /** @param lingerMs for the next job of the same audit: no longer than a heartbeat, within which a revocation is heard anyway */
  constructor(lingerMs = 3_000) {
    this.#lingerMs = lingerMs;
  }

  /** The cached session, or the one that `open` makes; callers that come together share one opening. */
  async acquire(key: SessionKey, open: () => Promise<OpenSession>): Promise<CachedSession> {
    const text = keyText(key);
    const known = this.#entries.get(text);
    if (known !== undefined && performance.now() > known.endsAt) this.#letGo(text, known);
    const entry = this.#entries.get(text) ?? this.#begin(text, key, open);
    entry.leases += 1;
    clearTimeout(entry.idle);
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      entry.leases -= 1;
      if (entry.leases > 0) return;
      if (this.#outgoing.has(entry)) this.#forget(text, entry);
      else entry.idle = setTimeout(() => this.#forget(text, entry), this.#lingerMs).unref();
    };
    try {
      return { session: await entry.opening, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Cancelled, revoked or replaced: every session of the connection is closed now, calls under way included. */
  dropConnection(organizationId: string, connectionId: string): void {
    for (const entry of [...this.#entries.values(), ...this.#outgoing]) {
      if (entry.key.organizationId === organizationId && entry.key.connectionId === connectionId) this.#forget(keyText(entry.key), entry);
    }
  }

  /** The provider says that this one has ended; another that somebody opened meanwhile in its place stays. */
  drop(key: SessionKey, ended: OpenSession): void {
    const entry = this.#entries.get(keyText(key));
    if (entry !== undefined && entry.session === ended) this.#letGo(keyText(key), entry);
  }

  get size(): number {
    return this.#entries.size;
  }

  close(): void {
    for (const entry of [...this.#entries.values(), ...this.#outgoing]) this.#forget(keyText(entry.key), entry);
  }

  #begin(text: string, key: SessionKey, open: () => Promise<OpenSession>): Entry {
    const opening = open();
    const entry: Entry = { key, opening, session: undefined, leases: 0, endsAt: performance.now() + longestMs, idle: undefined };
    this.#entries.set(text, entry);
    opening.then(
      (session) => {
        entry.session = session;
        entry.endsAt = performance.now() + Math.min(longestMs, session.expiresAt.getTime() - Date.now() - marginMs);
      },
      () => this.#forget(text, entry),
    );
    return entry;
  }

  /** Lent no more; closed when the last job that holds it lets go. */
  #letGo(text: string, entry: Entry): void {
    if (entry.leases === 0) {
      this.#forget(text, entry);
      return;
    }
    if (this.#entries.get(text) === entry) this.#entries.delete(text);
    this.#outgoing.add(entry);
  }

  #forget(text: string, entry: Entry): void {
    clearTimeout(entry.idle);
    this.#outgoing.delete(entry);
    if (this.#entries.get(text) === entry) this.#entries.delete(text);
    entry.opening.then(
      (session) => {
        session.close();
      },
      () => undefined,
    );
  }
}

const keyText = (key: SessionKey): string => [key.organizationId, key.connectionId, key.version, key.group].join('/');
