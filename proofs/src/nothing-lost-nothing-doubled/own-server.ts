import { startPreparedServer, type PreparedServer } from '@vitrine/testing';

/** A Postgres of the attempt's own, for what cannot be done to the one that attempts share. */
export interface OwnServer {
  readonly server: PreparedServer;
  stop(): Promise<void>;
}

/** For what is done to the whole server: another attempt may stand on the one that all share. */
export async function startOwnServer(): Promise<OwnServer> {
  const server = await startPreparedServer({ durable: true });
  return { server, stop: () => server.stop() };
}
