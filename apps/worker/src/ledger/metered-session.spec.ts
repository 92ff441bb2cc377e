import { describe, expect, it } from '@jest/globals';
import type { CallResult, CloudRequest } from '@vitrine/cloud-readers';
import { bytesForUsd, usdOfBytes } from '@vitrine/contracts';
import { meteredSession } from './metered-session.js';
import type { Expense } from './spend-budget.js';

const query = (text: string, dryRun: boolean): CloudRequest => ({
  operation: 'bigquery.jobs.query',
  body: { query: text, dryRun, maximumBytesBilled: '1099511627776' },
});
const signal = new AbortController().signal;

function metered(outcome: 'booked' | 'over-budget' = 'booked') {
  const booked: Expense[] = [];
  const sent: CloudRequest[] = [];
  const session = {
    call: (request: CloudRequest): Promise<CallResult> => {
      sent.push(request);
      return Promise.resolve({ outcome: 'read', body: { totalBytesProcessed: '274877906944' }, requestId: null });
    },
    close: () => undefined,
  };
  const meter = meteredSession(session, (expense) => {
    booked.push(expense);
    return Promise.resolve(outcome);
  });
  return { booked, sent, meter };
}

describe('a session that is paid for', () => {
  it('books a query at the bytes of its dry run, which itself is free', async () => {
    const { booked, meter } = metered();
    await meter.session.call(query('SELECT 1', true), signal);
    expect(booked).toEqual([]);
    await meter.session.call(query('SELECT 1', false), signal);
    expect(booked).toEqual([{ operation: 'bigquery.jobs.query', usd: '1.5625', bytes: 274_877_906_944n }]);
    expect([meter.takeUsd(), meter.takeUsd()]).toEqual(['1.5625', '0']);
  });

  it('books the most that a query may bill where no dry run said less', async () => {
    const { booked, meter } = metered();
    await meter.session.call(query('SELECT 2', false), signal);
    expect(booked[0]?.usd).toBe('6.25');
  });

  it('sends nothing that the budget refuses, and nothing of it is counted', async () => {
    const { sent, meter } = metered('over-budget');
    expect(await meter.session.call({ operation: 'ce:GetCostAndUsage' }, signal)).toMatchObject({
      outcome: 'unavailable',
      reason: 'budget-exhausted',
      retryable: false,
    });
    expect([sent, meter.takeUsd()]).toEqual([[], '0']);
  });

  it('lets pass what costs nothing', async () => {
    const { booked, sent, meter } = metered('over-budget');
    await meter.session.call({ operation: 'bigquery.jobs.getQueryResults' }, signal);
    expect([booked.length, sent.length]).toEqual([0, 1]);
  });

  it('bytes and money are each other’s inverse', () => {
    expect(usdOfBytes(bytesForUsd('0.4'))).toMatch(/^0\.39999|^0\.4$/);
    expect(bytesForUsd('6.25')).toBe(2n ** 40n);
  });
});
