import { expect, test } from '@jest/globals';
import { PendingKeys } from './src/pending-keys.ts';

const nine = { requestedFrom: '09:00' };
const ten = { requestedFrom: '10:00' };

test('unchanged content keeps its key until there is an answer', () => {
  const pending = new PendingKeys();
  const key = pending.keyOf('create', nine);
  pending.lost('create', nine);
  expect(pending.mayRepeat('create', nine)).toBe(false);
  expect(pending.keyOf('create', nine)).toBe(key);
  pending.answered('create', nine);
  expect(pending.keyOf('create', nine)).not.toBe(key);
});

test('changed content may repeat a step whose answer was lost, and no other step', () => {
  const pending = new PendingKeys();
  pending.keyOf('create', nine);
  expect(pending.mayRepeat('create', ten)).toBe(false);
  pending.lost('create', nine);
  expect(pending.mayRepeat('create', ten)).toBe(true);
  expect(pending.mayRepeat('another intent', ten)).toBe(false);
  pending.answered('create', nine);
  expect(pending.mayRepeat('create', ten)).toBe(false);
});

test('a person who has looked sends the changed content', () => {
  const pending = new PendingKeys();
  pending.keyOf('create', nine);
  pending.lost('create', nine);
  pending.forget('create');
  expect(pending.mayRepeat('create', ten)).toBe(false);
});
