import { describe, expect, it } from '@jest/globals';
import { jobIdSchema, organizationIdSchema, VitrineError } from '@vitrine/contracts';
import { createApiMetrics } from '../metrics/api-metrics.js';
import { RememberingLog, RememberingQueue } from '../testing/api-under-test.js';
import { JobOffers, type OfferingQueue } from './job-offers.js';

const reference = {
  organizationId: organizationIdSchema.parse('018f0000-0000-7000-8000-00000000000a'),
  jobId: jobIdSchema.parse('018f0000-0000-7000-8000-00000000000b'),
};
const offersOver = (open: () => Promise<OfferingQueue>): { offers: JobOffers; log: RememberingLog } => {
  const log = new RememberingLog();
  return { offers: new JobOffers(open, log, createApiMetrics()), log };
};

describe('offering a job', () => {
  it('CF-17 hands on two ids and a number, and nothing else', async () => {
    const queue = new RememberingQueue();
    const { offers } = offersOver(() => Promise.resolve(queue));
    await offers.start();
    expect(await offers.offer('aws', reference)).toBe('offered');
    expect(queue.offers).toEqual([{ queue: 'aws', reference, offerNo: 0 }]);
    await offers.close();
  });

  it('case 51: never refuses the request: what fails is logged by code and left to the relay', async () => {
    const queue = new RememberingQueue();
    const { offers, log } = offersOver(() => Promise.resolve(queue));
    await offers.start();
    queue.break();
    expect([await offers.offer('aws', reference), await offers.state()]).toEqual(['left-to-relay', 'down']);
    expect(log.lines).toEqual([{ event: 'offer-failed', code: 'unknown' }]);
    queue.mend();
    expect([await offers.offer('aws', reference), await offers.state()]).toEqual(['offered', 'up']);
    await offers.close();
  });

  it('the API serves while the queue has never been reached', async () => {
    const { offers } = offersOver(() => Promise.reject(new Error('no queue yet')));
    await offers.start();
    expect([await offers.offer('gcp', reference), await offers.state()]).toEqual(['left-to-relay', 'down']);
    await offers.close();
  });

  it('but does not start over a Redis that evicts, which would lose jobs and say nothing', async () => {
    const { offers } = offersOver(() => Promise.reject(new VitrineError({ code: 'queue-evicts', status: 500, publicMessage: 'x' })));
    await expect(offers.start()).rejects.toMatchObject({ code: 'queue-evicts' });
  });
});
