import { describe, expect, test } from '@jest/globals';
import { newId } from '../../../schema/ids.ts';
import { type ListIdentity, ListCursors } from './list-cursors.ts';

const secretKey = 'cursors-cursors-cursors-cursors-cursors';
const people: ListIdentity = {
  field: 'Query.people',
  foundationId: newId(),
  parent: null,
  filter: { communityIds: ['a', 'b'], phone: '13512345678', language: null },
};
const list = (identity: Partial<ListIdentity> = {}, secret = secretKey) =>
  new ListCursors({ secretKey: secret }).of({ ...people, ...identity });

test('a cursor is short, and leads to its position on every node with the same secret', () => {
  const id = newId();
  const cursor = list().cursorOf(id);
  expect(cursor).toMatch(/^p1_[\w-]{32}$/);
  expect(list().positionOf(cursor)).toBe(id);
  expect(list({}, 'another secret').positionOf(cursor)).toBeNull();
});

test('a position may be a text of more than 16 bytes', () => {
  const position = `1|-120|${newId()}`;
  expect(list().positionOf(list().cursorOf(position))).toBe(position);
  expect(() => list().cursorOf('sixteen letters.')).toThrow('write it longer');
});

describe('one filter has one list', () => {
  test.each([
    ['lists are sets', { communityIds: ['b', 'a', 'b'], phone: '13512345678' }],
    ['null is a missing value', { phone: '13512345678', communityIds: ['a', 'b'] }],
  ])('%s', (_, filter) => {
    const id = newId();
    expect(list({ filter }).positionOf(list().cursorOf(id))).toBe(id);
  });

  test.each<[string, Partial<ListIdentity>]>([
    ['another field', { field: 'Query.elders' }],
    ['another foundation', { foundationId: newId() }],
    ['no foundation', { foundationId: null }],
    ['another parent', { parent: newId() }],
    ['no filter', { filter: {} }],
    ['a smaller filter', { filter: { ...people.filter, communityIds: ['a'] } }],
    ['an empty list', { filter: { ...people.filter, communityIds: [] } }],
  ])('%s is another list', (_, identity) => {
    expect(list(identity).positionOf(list().cursorOf(newId()))).toBeNull();
  });
});

test('a changed cursor has no position, at whichever character', () => {
  const cursor = list().cursorOf(newId());
  for (const index of cursor.split('').keys()) {
    const [before, behind] = [cursor.slice(0, index), cursor.slice(index + 1)];
    const changed = ['', 'A', '7', '-', '.', '\0', '邻']
      .filter((letter) => letter !== cursor.charAt(index))
      .map((letter) => `${before}${letter}${behind}`);
    expect(changed.map((each) => list().positionOf(each))).toEqual(changed.map(() => null));
  }
});

test('a cursor does not show the filter', () => {
  const plain = list({ filter: {} }, 'one').cursorOf(people.foundationId!);
  const others = ['one', 'two'].map((secret) =>
    list({ filter: { phone: '13512345678' } }, secret).cursorOf(people.foundationId!),
  );
  expect(new Set([plain, ...others]).size).toBe(3);
});
