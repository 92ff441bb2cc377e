import type { QueueName } from '@vitrine/contracts';
import type { BullmqBackend } from './bullmq-face.js';
import { jobData } from './job-data.js';
import type { Consumer, ConsumeOptions, DeliveryHandler, FaultListener } from './queue-face.js';

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
  const worker = backend.worker(queue, deliver, options.concurrency);
  worker.on('error', (error) => onFault({ code: 'queue-unavailable', queue, error }));

  const shut = async (graceMs: number): Promise<void> => {
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
    pause: () => worker.pause(true),
    resume: () => worker.resume(),
    running: () => running.size,
    close: (graceMs = Infinity) => (closing ??= shut(graceMs)),
  };
}
