import type { RequestCardFragment } from './documents.generated.ts';

/** A service request in the form of the board. */
export type Card = RequestCardFragment;
