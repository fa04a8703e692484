/**
 * A change of a fact on which the eligibility of volunteers rests. It is written before handlers
 * run, in the same transaction.
 */
export type EligibilityChange =
  | {
      readonly ground: 'VETTING' | 'QUALIFICATION' | 'VOLUNTEER_ROLE';
      readonly volunteerIds: readonly string[];
    }
  | {
      readonly ground: 'TEAM_MEMBERSHIP';
      readonly volunteerIds: readonly string[];
      readonly teamId: string;
    }
  | { readonly ground: 'TEAM_AREA'; readonly teamId: string; readonly communityId: string };
