import { describe, expect, it } from '@jest/globals';
import { canonicalJson, contentHash } from './hash-text.js';

describe('the text that decides whether something changed', () => {
  it('is the same whatever the order of members, because providers change the order of tags between two answers', () => {
    expect(canonicalJson({ b: { y: 1, x: [2, { d: 1, c: 2 }] }, a: null })).toBe('{"a":null,"b":{"x":[2,{"c":2,"d":1}],"y":1}}');
    expect(contentHash({ tags: { Owner: 'ada', Name: 'data' } })).toBe(contentHash({ tags: { Name: 'data', Owner: 'ada' } }));
  });

  it('differs with the order of a list, which is no accident', () => {
    expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  });

  it('keeps a tag named __proto__, because a member that vanishes would be a change that nobody sees', () => {
    const tagged: unknown = JSON.parse('{"__proto__":"x","a":1}');
    expect(canonicalJson(tagged)).toBe('{"__proto__":"x","a":1}');
  });

  it('writes what JSON writes: no member for undefined, text for a date', () => {
    expect(canonicalJson({ a: undefined, b: new Date(0), c: [undefined] })).toBe('{"b":"1970-01-01T00:00:00.000Z","c":[null]}');
  });
});
