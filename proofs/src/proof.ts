/** How long a proof may take: `quick` ones belong to `npm test`, `whole` ones to `npm run prove`, `soak` ones to `npm run prove -- --soak`. */
export type Pace = 'quick' | 'whole' | 'soak';

/** What a proof that may run beside another one does most of its time: wait for leases and processes, or keep a core busy. */
export type Beside = 'waits' | 'computes';

/** One attempt's surroundings. `removed` asks for the same attack with the guard that stops it taken away. */
export interface Attempt {
  readonly guard: 'standing' | 'removed';
  /** Every random choice of the attempt comes from it, so that a printed seed replays the attempt. */
  readonly seed: number;
  /** How much of the attack is thrown: `quick` in `npm test`, the full count otherwise. */
  readonly pace: Pace;
  say(text: string): void;
}

/** `seen` is one line of the table: counts, not adjectives. */
export interface Outcome {
  readonly held: boolean;
  readonly seen: string;
}

/**
 * How the proof shows that it can fail: the guard taken away, in words, after which `attempt` must not hold.
 * A figure that measures the proofs themselves (a mutation score) has no guard to take away, and says so.
 */
export type Mutation = { readonly removes: string } | { readonly none: string };

/**
 * One attack on a promise that a stranger can run. The promise is the folder of its file (`src/<promise>/<id>.proof.ts`, which exports it as `proof`).
 * `attempt` throws only where the attack could not be carried out; a broken promise is `held: false`.
 */
export interface Proof {
  readonly attack: string;
  readonly expected: string;
  readonly pace: Pace;
  readonly mutation: Mutation;
  /** Has all that it attacks for itself, changes nothing of this process and measures no moment: may run beside another such. Absent: never. */
  readonly beside?: Beside;
  attempt(attempt: Attempt): Promise<Outcome>;
}
