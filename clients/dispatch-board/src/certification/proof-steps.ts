import type { ProofFragment } from '../documents.generated.ts';

/** Steps that record facts about a visit, in addition to the steps of its request. */
export type ProofStep = 'confirm' | 'call' | 'correct' | 'revoke' | 'resolveDispute' | 'noShow';

export function proofStepsOf({ state }: Pick<ProofFragment, 'state'>): ProofStep[] {
  switch (state) {
    case 'PLANNED':
      return ['call', 'noShow'];
    case 'CHECKED_IN':
      return ['confirm', 'call', 'noShow'];
    case 'CHECKED_OUT':
      return ['confirm', 'call'];
    case 'DISPUTED':
      return ['resolveDispute', 'confirm', 'call'];
    case 'CERTIFIED':
      return ['correct', 'revoke'];
    case 'WITHDRAWN':
    case 'REVOKED':
    case 'NO_SHOW':
      return [];
  }
}
