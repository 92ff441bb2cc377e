import { connect } from 'node:net';
import { allowedAuthorities, cloudAddress, ssrfCases, trapAddresses } from './ssrf-cases.js';

/** Runs where only the wire to the proxy is: asks for every forbidden tunnel, sends something through each that opens, and tries without a proxy. */
const proxy = process.argv[2] ?? '';

function ask(authority: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: proxy, port: 8443 });
    socket.setTimeout(8_000, () => socket.destroy());
    let told = 'no answer';
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(told));
    socket.once('data', (data) => {
      told = data.toString('latin1').split(' ')[1] ?? told;
      if (told !== '200') return socket.destroy();
      // An open tunnel is used, so that what lies behind it knows that it was reached.
      socket.once('data', () => socket.destroy());
      return socket.write('are you there?');
    });
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n`);
  });
}

function direct(host: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 443, timeout: 3_000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('timeout', () => socket.destroy(new Error('timeout')));
    // System errors carry their code.
    socket.once('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
  });
}

const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
for (const { authority } of ssrfCases) tell({ kind: 'case', authority, status: await ask(authority) });
for (const authority of allowedAuthorities) tell({ kind: 'allowed', authority, status: await ask(authority) });
for (const host of [cloudAddress, ...trapAddresses]) tell({ kind: 'direct', host, outcome: await direct(host) });
tell({ kind: 'done' });
