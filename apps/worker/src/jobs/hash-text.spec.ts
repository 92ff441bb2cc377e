import { describe, expect, it } from '@jest/globals';
import { canonicalJson, contentHash, itemJson } from './hash-text.js';

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

describe('the text of a reader’s item', () => {
  it('has its own members as its schema names them, and all that a provider may reorder sorted', () => {
    expect(itemJson({ volumeId: 'v', attachments: [{ b: 1, a: 2 }], tags: { Owner: 'ada', Name: 'data' } })).toBe(
      '{"volumeId":"v","attachments":[{"a":2,"b":1}],"tags":{"Name":"data","Owner":"ada"}}',
    );
  });

  it('is the same for the same item, in order or not, and keeps a tag named __proto__', () => {
    const tags: unknown = JSON.parse('{"b":"1","__proto__":"x"}');
    const inOrder: unknown = JSON.parse('{"__proto__":"x","b":"1"}');
    expect(itemJson({ id: 1, tags })).toBe('{"id":1,"tags":{"__proto__":"x","b":"1"}}');
    expect(itemJson({ id: 1, tags: inOrder })).toBe(itemJson({ id: 1, tags }));
  });

  it('looks at each member once however deep it lies, because an answer nested to its limit must not hold up a worker for ever', () => {
    const nested = Array.from({ length: 60 }).reduce<unknown>((inner) => ({ a: inner }), { b: 1, a: 2 });
    expect(itemJson({ policy: nested })).toBe(`{"policy":${'{"a":'.repeat(60)}{"a":2,"b":1}${'}'.repeat(61)}`);
  });

  it('leaves the item as it was, which rules still judge', () => {
    const item = { id: 1, tags: { b: '1', a: '2' } };
    itemJson(item);
    expect(Object.keys(item.tags)).toEqual(['b', 'a']);
  });

  it('sorts whatever is no object of a schema', () => {
    expect([itemJson([{ b: 1, a: 2 }]), itemJson(null), itemJson('text')]).toEqual(['[{"a":2,"b":1}]', 'null', '"text"']);
  });
});
