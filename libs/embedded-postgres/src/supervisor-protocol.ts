/** What the parent asks of the supervisor, one JSON object per line on its stdin; the end of stdin means "the parent is gone". */
export type SupervisorCommand =
  | ({ readonly command: 'start' } & StartPlan)
  | { readonly command: 'stop'; readonly mode: StopMode }
  | { readonly command: 'restart'; readonly mode: StopMode };

/** What it answers, one JSON object per line on its stdout, one answer per command. */
export type SupervisorAnswer =
  | { readonly answer: 'ready'; readonly pid: number }
  | { readonly answer: 'stopped' }
  | { readonly answer: 'failed'; readonly code: 'port-taken' | 'start-failed'; readonly message: string };

/** `fast` ends sessions and writes a checkpoint, `immediate` is a crash with recovery at the next start. */
export type StopMode = 'fast' | 'immediate';

export interface StartPlan {
  readonly folder: string;
  readonly binaries: string;
  readonly uid: number | null;
  readonly gid: number | null;
  readonly port: number;
  readonly superuserPassword: string;
  readonly durable: boolean;
  /** true: the folder goes when the supervisor goes. */
  readonly temporary: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly tls: TlsFiles | null;
}

/** PEM texts; with `clientAuthority` the server admits only clients with a certificate of that authority. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  readonly clientAuthority?: string;
}
