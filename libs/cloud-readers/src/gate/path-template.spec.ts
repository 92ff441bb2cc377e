import { describe, expect, it } from '@jest/globals';
import { fillPath, isHoleValue, matchPath } from './path-template.js';

const guid = '11111111-2222-4333-8444-55555555555a';
const taken: readonly [string, readonly string[]][] = [
  ['subscriptionId', [guid, guid.toUpperCase()]],
  ['tenantId', [guid]],
  ['project', ['abcd', `a${'b'.repeat(61)}c`, '9--9', 'example.com:abcd', `${'x'.repeat(100)}:abcd`, 'a1-.:abcd']],
  ['email', ['ab@abc', 'reader.x_y-9@project.iam.gserviceaccount.com', `a${'b'.repeat(100)}@${'c'.repeat(150)}`]],
  ['service', ['0123-ABCD-EF89']],
  ['container', ['abc', '0-9', `a${'b'.repeat(61)}c`]],
  ['+key', ['a', 'bills/BILLING_PERIOD=2026-10/x-00001.csv.gz', 'a/b.c:d+e@f,g&h$i ~j', '...', 'x'.repeat(1024)]],
  ['jobId', ['a', 'Az_9.~@:-', '...', 'x'.repeat(300)]],
  [
    '+scope',
    [
      `subscriptions/${guid}`,
      `subscriptions/${guid}/resourceGroups/g.(1)-x_`,
      `subscriptions/${guid}/resourceGroups/${'g'.repeat(90)}`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft.Compute/disks/d.(1)-_`,
      `subscriptions/${guid}/resourceGroups/g/providers/${'M'.repeat(80)}/${Array(8).fill('x'.repeat(200)).join('/')}`,
    ],
  ],
];
const refused: readonly [string, readonly string[]][] = [
  ['subscriptionId', ['', `${guid}0`, `0${guid}`, guid.replace('-2222-', '-222-'), guid.replace('1', 'g')]],
  ['tenantId', ['common', `${guid}/x`, `x${guid}`]],
  [
    'project',
    ['abc', `a${'b'.repeat(62)}c`, '-abc', 'abc-', 'Abcd', 'a_cd', ':abcd', `${'x'.repeat(101)}:abcd`, 'x/y:abcd', 'abcd/d', 'x:y:abcd', ' abcd', 'abcd '],
  ],
  ['email', ['a@abc', 'ab@ab', '-ab@abc', 'Ab@abc', 'ab@a/bc', 'a/b@abc', `a${'b'.repeat(101)}@abc`, `ab@${'c'.repeat(151)}`, ' ab@abc', 'ab@abc ']],
  ['service', ['0123-ABCD-EF8', '0123-ABCD-EF890', '0123-abcd-EF89', 'x0123-ABCD-EF89', '123-ABCD-EF89', '0123-ABC-EF89', '0123-ABCDE-EF89']],
  ['container', ['ab', `a${'b'.repeat(62)}c`, '$root', '/abc', 'abc/', 'Abc', 'abC', '-abc', 'abc-', ' abc', 'abc?comp=acl']],
  ['+key', ['', '/', '/a', 'a/', 'a//b', 'a/../b', './a', '..', '?a', 'a?', '%2e', 'a%2f', '*', '*a', 'a*', 'a\\b', 'a\n', 'x'.repeat(1025)]],
  ['jobId', ['', '.', '..', 'a/b', 'a b', 'a%2f', 'ä', 'x'.repeat(301), 'a\n', '?a', 'a?']],
  [
    '+scope',
    [
      'subscriptions/x',
      `/subscriptions/${guid}`,
      `subscriptions/${guid}/`,
      `x/subscriptions/${guid}`,
      `subscriptions/${guid}/resourceGroups/`,
      `subscriptions/${guid}/resourceGroups/${'g'.repeat(91)}`,
      `subscriptions/${guid}/resourceGroups/g/x`,
      `subscriptions/${guid}/resourceGroups/g?x`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft.Compute`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft.Compute/disks`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft Compute/disks/d`,
      `subscriptions/${guid}/resourceGroups/g/providers/${'M'.repeat(81)}/disks/d`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft.Compute/disks/${'d'.repeat(201)}`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft.Compute/${Array(9).fill('x').join('/')}`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft.Compute/disks/d%2fx`,
      `subscriptions/${guid}/resourceGroups/g/providers/Microsoft.Compute//d`,
    ],
  ],
];

describe('what may stand in a hole of a path, where one character more would be another path', () => {
  it.each(taken)('%s takes every form that the cloud makes', (name, values) => {
    for (const value of values) expect([value, isHoleValue(name, value)]).toEqual([value, true]);
  });

  it.each(refused)('%s refuses the neighbours of those forms', (name, values) => {
    for (const value of values) expect([value, isHoleValue(name, value)]).toEqual([value, false]);
  });
});

describe('a path made from a template', () => {
  it('has each hole filled, encoded as one segment, a resource path segment by segment', () => {
    expect(fillPath('/a/{x}/b/{y}', { x: 'a@b', y: 'c:d' })).toBe('/a/a%40b/b/c%3Ad');
    expect(fillPath('/{+scope}/query', { scope: `subscriptions/${guid}/resourceGroups/g(1)` })).toBe(`/subscriptions/${guid}/resourceGroups/g(1)/query`);
    expect(fillPath('/plain', {})).toBe('/plain');
  });

  it('is none where a hole is missing, not of its form, or where a value has no hole', () => {
    expect(fillPath('/a/{x}', {})).toBeNull();
    expect(fillPath('/a/{x}/{y}', { x: 'a' })).toBeNull();
    expect(fillPath('/a/{x}', { x: '..' })).toBeNull();
    expect(fillPath('/a/{x}/{y}', { x: '..', y: 'b' })).toBeNull();
    expect(fillPath('/{+scope}/query', { scope: 'other' })).toBeNull();
    expect(fillPath('/a/{x}', { x: 'a', z: 'b' })).toBeNull();
  });
});

describe('a path compared with a template', () => {
  it('gives the decoded values of its holes', () => {
    expect(matchPath('/a/{x}/b', '/a/c%40d/b')).toEqual({ x: 'c@d' });
    expect(matchPath('/v1/{x}:read', '/v1/abc:read')).toEqual({ x: 'abc' });
    expect(matchPath('/{+scope}/query', `/subscriptions/${guid}/resourceGroups/g/query`)).toEqual({ scope: `subscriptions/${guid}/resourceGroups/g` });
    expect(matchPath('/plain', '/plain')).toEqual({});
  });

  it('is another path where anything stands before, after or in place of what the template says', () => {
    for (const path of ['x/plain', '/plain/x', '/plai', '/PLAIN']) expect(matchPath('/plain', path)).toBeNull();
    // A dot, a plus and brackets of a template are themselves, not patterns.
    expect(matchPath('/a.b', '/axb')).toBeNull();
    expect(matchPath('/a.b(c)[d]+*^$|?\\', '/a.b(c)[d]+*^$|?\\')).toEqual({});
    expect(matchPath('/a/{x}/b', '/a/c/d/b')).toBeNull();
    expect(matchPath('/a/{x}/b', '/a//b')).toBeNull();
    for (const path of ['/a/c:d', '/a/c?d', '/a/c#d']) expect(matchPath('/a/{x}', path)).toBeNull();
  });

  it('decodes once: what is no encoding, or hides a second path in one, is another path', () => {
    expect(matchPath('/a/{x}', '/a/%')).toBeNull();
    expect(matchPath('/a/{x}', '/a/%2e%2e')).toBeNull();
    expect(matchPath('/a/{x}', '/a/b%2Fc')).toBeNull();
    expect(matchPath('/a/{x}', '/a/b%252Fc')).toBeNull();
    expect(matchPath('/{+scope}/query', '/other/query')).toBeNull();
  });
});
