import { startPreparedServer, type PreparedServer } from './prepared-server.js';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';

/** How the server of this test run, or the reason why there is none, reaches the spec processes. */
const VARIABLE = 'VITRINE_TEST_POSTGRES';

const announcementSchema = z.union([
  z.strictObject({ port: z.number(), secret: z.string(), template: z.string(), folder: z.string() }),
  z.strictObject({ failure: z.string() }),
]);

/** Where the shared server of this run is: enough to derive every role's URL. */
export type SharedServer = Pick<PreparedServer, 'port' | 'secret' | 'template' | 'folder'>;

/**
 * Starts the server of this run and says so in the environment, which spec processes inherit. A failure is loud and
 * remembered, and fails exactly the specs that ask for a database.
 *
 * @returns stops it
 */
export async function startSharedServer(): Promise<() => Promise<void>> {
  try {
    const server = await startPreparedServer();
    const { port, secret, template, folder } = server;
    process.env[VARIABLE] = JSON.stringify({ port, secret, template, folder });
    return async () => {
      // Whoever asks after this must not be sent to a server that is gone.
      Reflect.deleteProperty(process.env, VARIABLE);
      await server.stop();
    };
  } catch (error) {
    const failure = error instanceof VitrineError ? `${error.code}: ${error.internal}` : String(error);
    process.env[VARIABLE] = JSON.stringify({ failure });
    process.stderr.write(`\n*** No test database: ${failure}\n\n`);
    return () => Promise.resolve();
  }
}

export function sharedServer(): SharedServer {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('no test server: run specs through jest.config.ts, whose global setup starts one');
  const announcement = announcementSchema.parse(JSON.parse(text));
  if ('failure' in announcement) throw new Error(`no test database: ${announcement.failure}`);
  return announcement;
}
