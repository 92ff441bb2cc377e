import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { configInvalid, problemsOf } from './config-invalid.js';
import { loneHalves } from './lone-halves.js';
import { readVariables, variableOf } from './read-variables.js';
import { wholeNumber } from './whole-number.js';

const folder = mkdtempSync(join(tmpdir(), 'vitrine-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('a setting', () => {
  it('is named after its member', () => {
    expect(variableOf('databaseCaFile')).toBe('VITRINE_DATABASE_CA_FILE');
    expect(variableOf('port')).toBe('VITRINE_PORT');
  });

  it.each(['absent', 'given'] as const)(
    'comes from itself or from a file without its last line break, and only where it is asked for (empty is %s)',
    (empty) => {
      const environment = { VITRINE_ONE: ' a ', VITRINE_TWO_FILE: file('two', 'b\n\n'), VITRINE_THREE_FILE: file('three', 'c\r\n'), VITRINE_OTHER: 'x' };
      expect(readVariables(environment, ['one', 'two', 'three', 'four'], empty)).toEqual({ values: { one: ' a ', two: 'b\n', three: 'c' }, problems: [] });
    },
  );

  it.each(['absent', 'given'] as const)('is never taken from two places, since the one that was forgotten might win (empty is %s)', (empty) => {
    const { problems } = readVariables({ VITRINE_ONE: 'old', VITRINE_ONE_FILE: file('one', 'new') }, ['one'], empty);
    expect(problems).toEqual(['VITRINE_ONE: given twice, as itself and as VITRINE_ONE_FILE']);
  });

  it.each(['absent', 'given'] as const)('whose file cannot be read is told by name, without the path (empty is %s)', (empty) => {
    expect(readVariables({ VITRINE_ONE_FILE: join(folder, 'nowhere') }, ['one'], empty)).toEqual({
      values: {},
      problems: ['VITRINE_ONE_FILE: cannot be read'],
    });
  });

  it('that is empty is absent to a process whose mounts are always there', () => {
    const environment = { VITRINE_ONE: '', VITRINE_ONE_FILE: file('one', 'a'), VITRINE_TWO: 'b', VITRINE_TWO_FILE: '', VITRINE_THREE_FILE: file('none', '\n') };
    expect(readVariables(environment, ['one', 'two', 'three'], 'absent')).toEqual({ values: { one: 'a', two: 'b' }, problems: [] });
  });

  it('that is empty is a value to a process whose secrets must each pass their own check', () => {
    expect(readVariables({ VITRINE_ONE_FILE: file('none', '\n'), VITRINE_TWO: '' }, ['one', 'two'], 'given')).toEqual({ values: { one: '' }, problems: [] });
    const twice = { VITRINE_ONE: '', VITRINE_ONE_FILE: file('one', 'a'), VITRINE_TWO: 'b', VITRINE_TWO_FILE: '', VITRINE_THREE_FILE: '' };
    expect(readVariables(twice, ['one', 'two', 'three'], 'given').problems).toEqual([
      'VITRINE_ONE: given twice, as itself and as VITRINE_ONE_FILE',
      'VITRINE_TWO: given twice, as itself and as VITRINE_TWO_FILE',
      'VITRINE_THREE_FILE: cannot be read',
    ]);
    expect(readVariables(twice, ['one'], 'given').values).toEqual({});
  });
});

describe('a configuration that is wrong', () => {
  it('names every variable at once, in the caller’s words, and shows no value', () => {
    const parsed = z.object({ onePart: z.string().regex(/^a/), count: wholeNumber(1, 9, 5) }).safeParse({ onePart: 'hunter2', count: '10' });
    const problems = parsed.success ? [] : problemsOf(parsed.error, ({ code }) => code);
    expect(problems).toEqual(['VITRINE_ONE_PART: invalid_format', 'VITRINE_COUNT: too_big']);
    expect(configInvalid(problems)).toMatchObject({
      code: 'config-invalid',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: 'VITRINE_ONE_PART: invalid_format; VITRINE_COUNT: too_big',
    });
  });

  it('is a certificate without its key, or a key without its certificate', () => {
    const pairs = [['a', 'b'] as const, ['cOne', 'dTwo'] as const];
    expect(loneHalves({}, pairs)).toEqual([]);
    expect(loneHalves({ a: '1', b: '2', cOne: undefined }, pairs)).toEqual([]);
    expect(loneHalves({ a: '1', dTwo: '2' }, pairs)).toEqual(['VITRINE_A and VITRINE_B: both or none', 'VITRINE_C_ONE and VITRINE_D_TWO: both or none']);
  });

  it('is a number beyond its bounds, or anything but digits', () => {
    const schema = wholeNumber(2, 10, 5);
    expect([schema.parse(undefined), schema.parse('2'), schema.parse('10')]).toEqual([5, 2, 10]);
    const saying = (text: string): string | undefined => schema.safeParse(text).error?.issues[0]?.message;
    expect(['1', '11'].map(saying)).toEqual(['below 2', 'above 10']);
    for (const text of ['', '1.5', '-3', '0x5', '1e1', ' 5', '5 ', '1234567890']) expect([text, saying(text)]).toEqual([text, 'not a whole number']);
  });
});
