/** Something that stands between the workers and the simulated cloud. */
export interface Between {
  readonly origin: string;
  stop(): Promise<void>;
}
