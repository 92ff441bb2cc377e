import { connect } from 'node:net';

/** Sends bytes as they are and returns what came back until the server closed; for what no HTTP client would send. */
export async function rawRequest(port: number, bytes: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}
