import type { RequestCardFragment } from './documents.generated.ts';

/** A service request as the board knows it. */
export type Card = RequestCardFragment;
