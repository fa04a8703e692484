import type { VisitFlag } from '../../../schema/requests/visit.ts';
import { Refusal, Refusals, type RefusalParams } from '../../platform/common/errors.ts';
import type { EligibilityFacts, EligibilityOfAssignee, Obstacle } from './eligibility.ts';

/**
 * What happens to obstacles that can be overridden: preferences of the volunteer, the elder or the
 * author of the request. DISPATCH.md has the table.
 */
export interface ObstaclePolicy {
  /** Whether the assignment itself settles the obstacle, so that it is not even flagged. */
  settles(code: string, assignee: { isCaller: boolean }): boolean;
  /** Whether the obstacle refuses the assignment. Otherwise it is flagged on the visit. */
  refuses(code: string): boolean;
}

/**
 * A volunteer who accepts overrules her own statements; a leader does not. The elder's preference of
 * a gender is first clarified by a dispatcher.
 */
export const acceptance: ObstaclePolicy = {
  settles: (code, { isCaller }) => isCaller && statedByVolunteer.has(code),
  refuses: (code) => code === 'GENDER_OTHER',
};

/** A dispatcher overrides obstacles with a reason. */
export function dispatching(reason: string | null | undefined): ObstaclePolicy {
  return { settles: () => false, refuses: () => !reason };
}

/** The volunteers are assigned already, and have to be asked about the new time. */
export const rescheduling: ObstaclePolicy = { settles: () => false, refuses: () => false };

/**
 * Decides whether volunteers may take a request at a time. Pure: the same facts give the same
 * decision. Gives the flags of each visit by the volunteer's id.
 * Refuses with QUALIFICATION_MISSING, DOUBLE_BOOKED, REST_TOO_SHORT, OVERWORKED_DAY,
 * OVERWORKED_WEEK, and by the policy with NOT_FREE, TOO_FAR, TEAM_NOT_ASKED, GENDER_OTHER.
 */
export function ensureEligible(
  facts: EligibilityFacts,
  obstacles: ObstaclePolicy,
): Map<string, VisitFlag[]> {
  const flags = new Map<string, VisitFlag[]>();
  for (const each of facts.assignees) {
    const { assignee, judgement } = each;
    const final = judgement.hard.find((code) => !isOverridable(code));
    if (final) throw finalRefusal(final, facts, each);
    const inTheWay = judgement.hard
      .filter(isOverridable)
      .filter((code) => !obstacles.settles(code, assignee));
    const unanswered = inTheWay.filter((code) => obstacles.refuses(code));
    if (unanswered.length > 0)
      throw new Refusals(
        unanswered.map(
          (code) => new Refusal(code, { name: assignee.displayName }, ['input', 'volunteerId']),
        ),
      );
    flags.set(assignee.id, [...judgement.flagged, ...inTheWay]);
  }
  return flags;
}

/** All other hard obstacles always refuse. */
function isOverridable(code: Obstacle): code is Overridable {
  return overridable.has(code);
}

const overridable: ReadonlySet<string> = new Set<Overridable>([
  'NOT_FREE',
  'TOO_FAR',
  'TEAM_NOT_ASKED',
  'GENDER_OTHER',
]);
type Overridable = Extract<VisitFlag, 'NOT_FREE' | 'TOO_FAR' | 'TEAM_NOT_ASKED' | 'GENDER_OTHER'>;

const statedByVolunteer: ReadonlySet<string> = new Set(['NOT_FREE', 'TOO_FAR']);

function finalRefusal(
  code: string,
  { minutesExpected, policy }: EligibilityFacts,
  { assignee, judgement, missingQualification }: EligibilityOfAssignee,
): Refusal {
  const { restMinutes, dayMinutesMax, weekMinutesMax } = policy;
  const { dayMinutes, weekMinutes, overlapMinutes } = judgement;
  const figures: Record<string, RefusalParams> = {
    DOUBLE_BOOKED: { minutes: overlapMinutes },
    REST_TOO_SHORT: { restMinutes, minutes: Math.max(-overlapMinutes, 0) },
    OVERWORKED_DAY: { minutes: dayMinutes + minutesExpected, dayMinutesMax },
    OVERWORKED_WEEK: { minutes: weekMinutes + minutesExpected, weekMinutesMax },
    QUALIFICATION_MISSING: { qualification: missingQualification ?? '' },
  };
  return new Refusal(code, { name: assignee.displayName, ...figures[code] }, [
    'input',
    'volunteerId',
  ]);
}
