import { expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import { FixtureIds } from './fixture-ids.ts';

const [elder, volunteer] = [newId(), newId()];
const ids = new FixtureIds({
  foundations: {},
  communities: {},
  teams: {},
  kinds: {},
  elders: { 'elder@xinxian': elder },
  volunteers: { 'volunteer@chaoxi': volunteer },
  persons: {},
  accounts: {},
  coinAccounts: {},
});

test('an input has ids in place of names, and keeps its other fields', () => {
  expect(
    ids.inputOf({ elder: 'elder@xinxian', volunteers: ['volunteer@chaoxi'], note: null }),
  ).toEqual({
    elderId: encodeId('elder', elder),
    volunteerIds: [encodeId('volunteer', volunteer)],
    note: null,
  });
});

test('a name beside its id is an error', () => {
  expect(() => ids.inputOf({ elder: 'elder@xinxian', elderId: 'elder_1' })).toThrow(
    'The input has `elder` and `elderId`; leave one out.',
  );
});

test('an unknown name is an error that lists the known names', () => {
  expect(() => ids.elder('elder@nowhere')).toThrow(
    'No fixture in `elders` is called "elder@nowhere". Known names: elder@xinxian.',
  );
});
