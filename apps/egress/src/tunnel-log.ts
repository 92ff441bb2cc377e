/** One tunnel or refusal. No organization, no credential, no path: the proxy knows none of them. The host is a name of ours or what was refused. */
export interface TunnelLine {
  readonly event: 'tunnel' | 'refused' | 'started' | 'draining' | 'stopped';
  readonly host?: string;
  readonly port?: number;
  readonly why?: string;
  readonly bytesUp?: number;
  readonly bytesDown?: number;
  readonly milliseconds?: number;
}

export type TunnelLog = (line: TunnelLine) => void;

/** JSON lines on stdout. */
export const stdoutLog: TunnelLog = (line) =>
  void process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), process: 'vitrine-egress', ...line })}\n`);

/** A refused authority may hold anything a client sent: printable, and short. */
export function printable(authority: string): string {
  return authority.replaceAll(/[^\x21-\x7e]/g, '?').slice(0, 120);
}
