import type { MutationTransaction } from './context.ts';

/** A ground on which volunteers serve, and that has just changed. It is written before handlers see it, in the same transaction. */
export type EligibilityChange =
  | { readonly ground: 'VETTING' | 'QUALIFICATION' | 'VOLUNTEER_ROLE'; readonly volunteerIds: readonly string[] }
  | { readonly ground: 'TEAM_MEMBERSHIP'; readonly volunteerIds: readonly string[]; readonly teamId: string }
  | { readonly ground: 'TEAM_AREA'; readonly teamId: string; readonly communityId: string };

/**
 * Reconsiders what rests on such a ground, visits for instance. A module that knows of such things registers one, so that the older module in
 * which the ground ends need not know it.
 */
export type EligibilityHandler = (tx: MutationTransaction, change: EligibilityChange) => Promise<void>;
