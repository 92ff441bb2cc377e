import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ApiConfig } from './config.js';
import { createApp } from './create-app.js';
import type { ApiLog } from './log.js';
import { startMetricsServer } from './metrics/metrics-server.js';
import { createPlatform } from './platform/platform.js';
import type { OfferingQueue } from './queue/job-offers.js';

export interface RunningApi {
  readonly port: number;
  readonly metricsPort: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Refuses new work, lets open requests finish within the configured time, closes what was opened. Safe to call twice. */
  stop(): Promise<void>;
}

/** Configuration → application → listening. @param openQueue for specs that break the queue */
export async function startApi(config: ApiConfig, log: ApiLog, openQueue?: () => Promise<OfferingQueue>): Promise<RunningApi> {
  const platform = createPlatform(config, log, openQueue);
  let app: NestFastifyApplication | 'none' = 'none';
  try {
    await platform.start();
    const made = (app = await createApp(config, platform, log));
    await made.listen(config.port, config.host);
    const metrics = await startMetricsServer(platform.metrics, config.metricsHost, config.metricsPort);
    // Node says the address of a TCP listener as an object; a pipe's text cannot occur here.
    const { port } = made.getHttpServer().address() as AddressInfo;
    log.event('started');
    const stop = async (): Promise<void> => {
      log.event('draining');
      platform.lifecycle.drain();
      const cut = setTimeout(() => made.getHttpServer().closeAllConnections(), config.drainTimeoutMs);
      await made.close();
      clearTimeout(cut);
      await metrics.stop();
      await platform.close();
      log.event('stopped');
    };
    let stopped: Promise<void> | undefined;
    return { port, metricsPort: metrics.port, url: `http://127.0.0.1:${String(port)}`, app: made, stop: async () => await (stopped ??= stop()) };
  } catch (error) {
    if (app !== 'none') await app.close();
    await platform.close();
    throw error;
  }
}
