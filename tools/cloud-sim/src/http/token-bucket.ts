/** A provider's token bucket: `capacity` calls at once, `refillPerSecond` after that. */
export class TokenBucket {
  private tokens: number;
  private refilledAt: number;

  /** @param monotonicMs the clock in milliseconds; monotonic, so a stopped simulator clock cannot stop the refill */
  constructor(
    private readonly capacity: number,
    private readonly refillPerSecond: number,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {
    this.tokens = capacity;
    this.refilledAt = monotonicMs();
  }

  /** Takes one token (or `cost`); false when the bucket cannot pay. */
  take(cost = 1): boolean {
    this.refill();
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }

  /** Seconds until `cost` tokens are there, rounded up to what a Retry-After header can say. */
  secondsUntil(cost = 1): number {
    this.refill();
    return this.tokens >= cost ? 0 : Math.ceil((cost - this.tokens) / this.refillPerSecond);
  }

  /** Whole tokens left: what quota headers report. */
  remaining(): number {
    this.refill();
    return Math.floor(this.tokens);
  }

  private refill(): void {
    const now = this.monotonicMs();
    const refilled = ((now - this.refilledAt) / 1000) * this.refillPerSecond;
    this.tokens = Math.min(this.capacity, this.tokens + refilled);
    this.refilledAt = now;
  }
}

/** Buckets by key (account, region, API …), each made full at its first use. */
export class TokenBuckets {
  private readonly buckets = new Map<string, TokenBucket>();

  of(key: string, capacity: number, refillPerSecond: number): TokenBucket {
    const known = this.buckets.get(key);
    if (known !== undefined) return known;
    const made = new TokenBucket(capacity, refillPerSecond);
    this.buckets.set(key, made);
    return made;
  }
}
