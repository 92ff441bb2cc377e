import type { CloudSim } from '../http/server.js';

/** The members of an AWS SDK client's configuration that point it at a simulator, with no retry of its own. */
export interface AwsSdkConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly maxAttempts: 1;
}

/** @param credentials the key as STS or the estate gives it; the secret is never checked */
export function awsSdkConfig(
  sim: Pick<CloudSim, 'endpoints'>,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey?: string; readonly sessionToken?: string },
  region: string,
): AwsSdkConfig {
  return {
    endpoint: sim.endpoints.aws,
    region,
    credentials: {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey ?? 'not-checked-by-the-simulator',
      ...(credentials.sessionToken === undefined ? {} : { sessionToken: credentials.sessionToken }),
    },
    maxAttempts: 1,
  };
}
