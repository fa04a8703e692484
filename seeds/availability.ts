import type { DemoFoundation } from './demo-foundation.ts';

/**
 * Weekly availability and languages of team members, so that candidates have reasons. Leaders have
 * none.
 */
export function addAvailability(
  { teams, ids, rows, foundationId }: DemoFoundation,
  now: string,
): void {
  for (const { members, communityId } of teams.values()) {
    for (const [index, { id: volunteerId, personId }] of members.entries()) {
      if (index === 0) continue;
      const about = { foundationId, communityId, volunteerId, personId };
      for (const [weekday, fromMinute, toMinute] of patterns[index % patterns.length] ?? [])
        rows.add('availability_slot', { ...about, id: ids.at(now), weekday, fromMinute, toMinute });
      rows.add('volunteer_profile', {
        ...about,
        id: ids.at(now),
        languages: index % 2 === 0 ? ['普通话', '北京话'] : ['普通话'],
        gender: index % 3 === 0 ? 'MALE' : 'FEMALE',
      });
    }
  }
}

type Stretch = readonly [weekday: number, fromMinute: number, toMinute: number];

/** Mornings of working days, afternoons of working days, the weekend, and all day. */
const patterns: readonly (readonly Stretch[])[] = [
  [1, 2, 3, 4, 5].map((weekday) => [weekday, 8 * 60, 12 * 60] as const),
  [1, 2, 3, 4, 5].map((weekday) => [weekday, 13 * 60, 18 * 60] as const),
  [6, 7].map((weekday) => [weekday, 9 * 60, 17 * 60] as const),
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, 8 * 60, 20 * 60] as const),
];
