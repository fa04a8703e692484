import { describe, expect, test } from '@jest/globals';
import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { VisitFlag } from '../../../schema/requests/visit.ts';
import { Refusal, Refusals } from '../../platform/common/errors.ts';
import type { EligibilityOfAssignee, Obstacle } from './eligibility.ts';
import {
  acceptance,
  dispatching,
  ensureEligible,
  type ObstaclePolicy,
  rescheduling,
} from './ensure-eligible.ts';

/** The table of DISPATCH.md, "Eligibility": an obstacle in the hands of each who decides. */

const policy = { restMinutes: 15, dayMinutesMax: 480, weekMinutesMax: 1_800 } as DispatchPolicy;

function judged(
  hard: Obstacle[],
  more: { isCaller?: boolean; flagged?: VisitFlag[]; missingQualification?: string } = {},
): EligibilityOfAssignee {
  const { isCaller = false, flagged = [], missingQualification = null } = more;
  return {
    assignee: { id: 'a', displayName: '王', isCaller },
    judgement: { hard, flagged, dayMinutes: 450, weekMinutes: 1_790, overlapMinutes: -5 },
    missingQualification,
  };
}

/** Flags of the visit, or the refusals as codes. */
function decided(each: EligibilityOfAssignee, obstacles: ObstaclePolicy): string {
  try {
    const flags = ensureEligible({ minutesExpected: 60, policy, assignees: [each] }, obstacles);
    return `flags ${flags.get('a')!.join(' ')}`.trim();
  } catch (error) {
    if (error instanceof Refusals) return `refused ${error.all.map(({ code }) => code).join(' ')}`;
    if (error instanceof Refusal) return `refused ${error.code} ${JSON.stringify(error.params)}`;
    throw error;
  }
}

const deciders: [string, (hard: Obstacle[]) => string][] = [
  ['volunteer', (hard) => decided(judged(hard, { isCaller: true }), acceptance)],
  ['leader', (hard) => decided(judged(hard), acceptance)],
  ['dispatcher', (hard) => decided(judged(hard, { isCaller: true }), dispatching(null))],
  ['dispatcher with a reason', (hard) => decided(judged(hard), dispatching('她愿意'))],
  ['new time', (hard) => decided(judged(hard, { isCaller: true }), rescheduling)],
];

describe('an obstacle', () => {
  test.each<[Obstacle, string[]]>([
    [
      'NOT_FREE',
      ['flags', 'flags NOT_FREE', 'refused NOT_FREE', 'flags NOT_FREE', 'flags NOT_FREE'],
    ],
    ['TOO_FAR', ['flags', 'flags TOO_FAR', 'refused TOO_FAR', 'flags TOO_FAR', 'flags TOO_FAR']],
    [
      'GENDER_OTHER',
      [
        'refused GENDER_OTHER',
        'refused GENDER_OTHER',
        'refused GENDER_OTHER',
        'flags GENDER_OTHER',
        'flags GENDER_OTHER',
      ],
    ],
    [
      'TEAM_NOT_ASKED',
      [
        'flags TEAM_NOT_ASKED',
        'flags TEAM_NOT_ASKED',
        'refused TEAM_NOT_ASKED',
        'flags TEAM_NOT_ASKED',
        'flags TEAM_NOT_ASKED',
      ],
    ],
  ])(
    'the obstacle %s is settled, flagged or refused, depending on the decider',
    (code, expected) => {
      expect(deciders.map(([, decide]) => decide([code]))).toEqual(expected);
    },
  );

  test.each<[Obstacle, string]>([
    ['DOUBLE_BOOKED', '{"name":"王","minutes":-5}'],
    ['REST_TOO_SHORT', '{"name":"王","restMinutes":15,"minutes":5}'],
    ['OVERWORKED_DAY', '{"name":"王","minutes":510,"dayMinutesMax":480}'],
    ['OVERWORKED_WEEK', '{"name":"王","minutes":1850,"weekMinutesMax":1800}'],
  ])('the obstacle %s refuses everybody, with its figures', (code, figures) => {
    const answers = new Set(deciders.map(([, decide]) => decide(['NOT_FREE', code])));
    expect([...answers]).toEqual([`refused ${code} ${figures}`]);
  });

  test('the obstacle of a missing qualification names it', () => {
    const each = judged(['QUALIFICATION_MISSING'], { missingQualification: 'NURSING' });
    expect(decided(each, dispatching('急'))).toBe(
      'refused QUALIFICATION_MISSING {"name":"王","qualification":"NURSING"}',
    );
  });
});

test('a refusal names all obstacles that can be overridden', () => {
  expect(decided(judged(['NOT_FREE', 'GENDER_OTHER']), dispatching(null))).toBe(
    'refused NOT_FREE GENDER_OTHER',
  );
});

test('remarks are flagged beside obstacles', () => {
  const each = judged(['NOT_FREE'], { flagged: ['OVERWORKED_DAY'] });
  expect(decided(each, acceptance)).toBe('flags OVERWORKED_DAY NOT_FREE');
});
