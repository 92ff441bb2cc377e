/** One request as the simulator received it; `body` is raw, since each provider has its own wire form. */
export interface SimRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
