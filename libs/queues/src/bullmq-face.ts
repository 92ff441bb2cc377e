import type { QueueName } from '@vitrine/contracts';
import type { BullmqBackend, BullmqJob, DispatchQueue } from './bullmq-backend.js';
import { bullmqConsumer } from './bullmq-consumer.js';
import { bullmqJobId, JOB_NAME, JOB_OPTIONS, jobData } from './job-data.js';
import { queueUnavailable } from './queue-errors.js';
import type { Consumer, FaultListener, Offer, QueueFace } from './queue-face.js';

/** How long an offer may take before the caller is told that the queue is away; its row is safe by then. */
const OFFER_PATIENCE_MS = 2_000;

/** The face over either backend of BullMQ, so that both behave alike. */
export function bullmqFace(backend: BullmqBackend, onFault: FaultListener): QueueFace {
  const queues = new Map<QueueName, DispatchQueue>();
  const consumers = new Set<Consumer>();
  let closing: Promise<void> | undefined;

  const queueOf = (name: QueueName): DispatchQueue => {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = backend.queue(name);
    queue.on('error', (error) => onFault({ code: 'queue-unavailable', queue: name, error }));
    queues.set(name, queue);
    return queue;
  };
  const use = async <T>(name: QueueName, work: (queue: DispatchQueue) => Promise<T>): Promise<T> => {
    await backend.permitted();
    const queue = queueOf(name);
    try {
      return await withinPatience(() => work(queue));
    } catch (error) {
      // A connection lost while BullMQ greets its server would leave this queue broken for ever: the next use makes another.
      if (queues.get(name) === queue) queues.delete(name);
      queue.close().catch(() => undefined);
      throw error;
    }
  };

  return {
    async offer(name, reference, offerNo) {
      const data = jobData(reference);
      const jobId = bullmqJobId(data, offerNo);
      await use(name, (queue) => queue.add(JOB_NAME, data, { ...JOB_OPTIONS, jobId }));
    },
    async offerMany(name, offers) {
      if (offers.length === 0) return;
      const jobs = offers.map((offer) => bulkJob(offer));
      await use(name, (queue) => (backend.bulk ? queue.addBulk(jobs) : Promise.all(jobs.map(({ data, opts }) => queue.add(JOB_NAME, data, opts)))));
    },
    consume(name, handler, options) {
      const consumer = bullmqConsumer(backend, name, handler, options, onFault);
      consumers.add(consumer);
      return consumer;
    },
    async counts(name) {
      const counts = await use(name, (queue) => queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active'));
      const { active = 0, ...others } = counts;
      return { active, waiting: Object.values(others).reduce((sum, count) => sum + count, 0) };
    },
    async ping() {
      await backend.permitted();
      await withinPatience(() => backend.ping());
    },
    close: () =>
      (closing ??= (async () => {
        await Promise.all([...consumers].map((consumer) => consumer.close()));
        await Promise.all([...queues.values()].map((queue) => queue.close()));
        await backend.close();
      })()),
  };
}

function bulkJob({ reference, offerNo }: Offer): BullmqJob {
  const data = jobData(reference);
  return { name: JOB_NAME, data, opts: { ...JOB_OPTIONS, jobId: bullmqJobId(data, offerNo) } };
}

/** A queue that is away must not hold a request: the row is the truth, and the relay offers it again. */
async function withinPatience<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${OFFER_PATIENCE_MS} ms`)), OFFER_PATIENCE_MS);
  });
  try {
    return await Promise.race([work(), patience]);
  } catch (error) {
    throw queueUnavailable(error);
  } finally {
    clearTimeout(timer);
  }
}
