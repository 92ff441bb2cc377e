import type { QueueName } from '@vitrine/contracts';
import type { BullmqBackend, DispatchWorker } from './bullmq-backend.js';
import { jobData } from './job-data.js';
import type { Consumer, ConsumeOptions, DeliveryHandler, FaultListener } from './queue-face.js';

const RESTART_AFTER_MS = 500;

/** Takes deliveries from one queue and hands their references to the handler, each with a signal of its own. */
export function bullmqConsumer(backend: BullmqBackend, queue: QueueName, handler: DeliveryHandler, options: ConsumeOptions, onFault: FaultListener): Consumer {
  const running = new Set<AbortController>();
  let closing: Promise<void> | undefined;

  const deliver = async (data: unknown): Promise<void> => {
    const controller = new AbortController();
    running.add(controller);
    try {
      // Never rejects: BullMQ would write the error's message and stack into the queue, and they may hold anything.
      await handler(jobData(data), controller.signal);
    } catch (error) {
      const refused = typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'queue-data-refused';
      onFault({ code: refused ? 'queue-data-refused' : 'delivery-failed', queue, error });
    } finally {
      running.delete(controller);
    }
  };

  let paused = false;
  let restart: NodeJS.Timeout | undefined;
  const begin = (): DispatchWorker => {
    const begun = backend.worker(queue, deliver, options.concurrency);
    begun.on('error', (error) => onFault({ code: 'queue-unavailable', queue, error }));
    if (paused) void begun.pause(true);
    // A connection lost while BullMQ greets its server leaves that worker deaf for ever (seen with a Redis that
    // crashed within milliseconds of the start), so a worker that never became ready is replaced.
    begun.waitUntilReady().catch(() => void replace(begun));
    return begun;
  };
  const replace = async (deaf: DispatchWorker): Promise<void> => {
    await deaf.close(true).catch(() => undefined);
    if (closing !== undefined) return;
    restart = setTimeout(() => (worker = begin()), RESTART_AFTER_MS);
  };
  let worker = begin();

  const shut = async (graceMs: number): Promise<void> => {
    clearTimeout(restart);
    const drained = worker.close();
    const impatience =
      graceMs === Infinity
        ? undefined
        : setTimeout(() => {
            for (const controller of running) controller.abort();
          }, graceMs);
    await drained;
    clearTimeout(impatience);
  };
  return {
    pause: async () => {
      paused = true;
      await worker.pause(true);
    },
    resume: () => {
      paused = false;
      worker.resume();
    },
    running: () => running.size,
    close: (graceMs = Infinity) => (closing ??= shut(graceMs)),
  };
}
