import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { judgeCase } from '../testing/judge-case.js';
import { awsEc2VolumeWithoutOwnerFixture as fixture } from './aws/ec2/volume-without-owner.fixture.js';
import { awsEc2VolumeWithoutOwnerRule as rule } from './aws/ec2/volume-without-owner.rule.js';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const guide = read('../../../../docs/guides/add-a-rule.md');
const examples = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);

describe('docs/guides/add-a-rule.md', () => {
  it('shows exactly the code that is run here', () => {
    expect(examples).toEqual([read('./aws/ec2/volume-without-owner.rule.ts'), read('./aws/ec2/volume-without-owner.fixture.ts')]);
  });

  it.each(fixture.fail)('its rule fails: $title', (each) => {
    expect(judgeCase(rule, each).verdict).toMatchObject({ verdict: 'fail', facts: each.facts });
  });
  it.each(fixture.pass)('its rule passes: $title', (each) => {
    expect(judgeCase(rule, each).verdict).toEqual({ verdict: 'pass' });
  });
  it.each(fixture.notApplicable)('its rule is not applicable: $title', (each) => {
    expect(judgeCase(rule, each).verdict).toMatchObject({ verdict: 'not_applicable', because: expect.stringMatching(each.because) });
  });
  it.each(fixture.undetermined)('its rule is undetermined: $title', (each) => {
    expect(judgeCase(rule, each).verdict).toMatchObject({ verdict: 'undetermined', reason: each.reason });
  });
});
