import { connect } from 'node:net';

const ANSWER_MS = 2_000;

/** One inline command without a client library; resolves with the raw answer, which must be short enough to come at once. */
export async function askRedis(port: number, command: string): Promise<string> {
  return await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('no answer')));
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString());
    });
    socket.once('error', reject);
  });
}
