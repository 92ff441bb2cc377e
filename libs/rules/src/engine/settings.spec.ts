import { describe, expect, it } from '@jest/globals';
import { VitrineError } from '@vitrine/contracts';
import { resolveSettings, setting } from './settings.js';

const rule = { id: 'aws.ec2.volume-unattached', defaults: { graceDays: 14 } };
const thrown = (run: () => unknown): VitrineError => {
  try {
    run();
  } catch (error) {
    if (error instanceof VitrineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('resolveSettings', () => {
  it('keeps the rule’s defaults where an organization says nothing', () => {
    expect(resolveSettings(rule, undefined)).toEqual({ graceDays: 14 });
    expect(resolveSettings(rule, { graceDays: 30 })).toEqual({ graceDays: 30 });
    expect(resolveSettings(rule, { graceDays: 0 })).toEqual({ graceDays: 0 });
  });

  it('refuses a name that the rule does not have: a misspelt threshold must not silently keep the default', () => {
    expect(thrown(() => resolveSettings(rule, { gracedays: 30 }))).toMatchObject({ code: 'rule-settings-invalid', status: 422 });
  });

  it.each([{ graceDays: '30' }, { graceDays: -1 }, { graceDays: Number.NaN }, { graceDays: Number.POSITIVE_INFINITY }, { graceDays: null }, [], 'x'])(
    'refuses %j',
    (overrides) => {
      expect(thrown(() => resolveSettings(rule, overrides)).code).toBe('rule-settings-invalid');
    },
  );

  it('keeps two organizations apart: resolving for one changes nothing for the other', () => {
    resolveSettings(rule, { graceDays: 1 });
    expect(resolveSettings(rule, {})).toEqual({ graceDays: 14 });
  });

  it('ignores inherited names', () => {
    expect(thrown(() => setting(resolveSettings(rule, {}), 'missing')).code).toBe('rule-setting-missing');
  });
});
