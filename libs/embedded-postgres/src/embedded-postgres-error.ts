export type EmbeddedPostgresErrorCode = 'binaries-missing' | 'folder-unsafe' | 'already-running' | 'port-taken' | 'start-failed' | 'supervisor-lost';

/**
 * A failure to start or stop the embedded server. It reaches a developer's terminal only, never an API answer,
 * so it has a code and a message but no public form.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
