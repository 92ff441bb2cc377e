import { describe, expect, it } from '@jest/globals';
import { childOf, currentTrace, formatTraceparent, newTrace, parseTraceparent, runInTrace } from './trace.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('a traceparent', () => {
  it('is read and written as W3C Trace Context says', () => {
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE, spanId: SPAN, sampled: true });
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-00`)).toMatchObject({ sampled: false });
    expect(formatTraceparent({ traceId: TRACE, spanId: SPAN, sampled: true })).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  it('of a later version is read by its first four parts', () => {
    expect(parseTraceparent(`cc-${TRACE}-${SPAN}-01-what-the-future-says`)).toMatchObject({ traceId: TRACE });
  });

  it.each([
    ['empty', ''],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a zero trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a zero span', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['version 00 with more parts', `00-${TRACE}-${SPAN}-01-x`],
    ['too short a trace', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['a line break', `00-${TRACE}-${SPAN}-01\nx: y`],
  ])('that is %s is invalid: the caller gets a new trace, not an error', (_, header) => {
    expect(parseTraceparent(header)).toBe('invalid');
  });
});

describe('a trace', () => {
  it('keeps its id from step to step and changes the span', () => {
    const root = newTrace();
    const child = childOf(root);
    expect(child.traceId).toBe(root.traceId);
    expect(child.spanId).not.toBe(root.spanId);
    expect(newTrace(TRACE).traceId).toBe(TRACE);
  });

  it('is current below its step alone', async () => {
    const root = newTrace();
    await runInTrace(root, async () => {
      await Promise.resolve();
      expect(currentTrace()).toEqual(root);
    });
    expect(currentTrace()).toBe('outside');
  });
});
