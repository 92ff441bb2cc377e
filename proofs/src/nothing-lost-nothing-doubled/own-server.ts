import type { PreparedServer } from '@vitrine/testing';

/** A Postgres of the attempt's own, for what cannot be done to the one that attempts share. */
export interface OwnServer {
  readonly server: PreparedServer;
  stop(): Promise<void>;
}
