import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../platform/common/errors.ts';
import { ensureWithdrawable, visitToWithdraw } from './ensure-withdrawable.ts';

describe('the visit to withdraw', () => {
  const visits = [
    { volunteerId: 'a', volunteerPersonId: 'person-a' },
    { volunteerId: 'b', volunteerPersonId: 'person-b' },
  ];

  test('the visit to withdraw is that of the named volunteer, or there is none', () => {
    const named = (volunteerId: string) =>
      visitToWithdraw(visits, { volunteerId, ownPersonIds: ['person-a'] });
    expect(named('b')).toBe(visits[1]);
    expect(named('c')).toBeNull();
  });

  test("the visit to withdraw without a name is the caller's own, or the only one", () => {
    const unnamed = (of: typeof visits, ownPersonIds: string[]) =>
      visitToWithdraw(of, { volunteerId: null, ownPersonIds });
    expect(unnamed(visits, ['person-b'])).toBe(visits[1]);
    expect(unnamed(visits.slice(0, 1), [])).toBe(visits[0]);
    expect(unnamed([], [])).toBeNull();
    expect(() => unnamed(visits, [])).toThrow(
      new Refusal('VOLUNTEER_NEEDED', { count: 2 }, ['input', 'volunteerId']),
    );
  });

  test('the visit to withdraw exists, and its request has not changed since the caller read it', () => {
    expect(ensureWithdrawable({ version: 3 }, visits[0], 3)).toBe(visits[0]);
    expect(() => ensureWithdrawable({ version: 3 }, null, 3)).toThrow('REQUEST_NOT_ASSIGNED');
    expect(() => ensureWithdrawable({ version: 3 }, visits[0], 2)).toThrow('VERSION_CONFLICT');
  });
});
