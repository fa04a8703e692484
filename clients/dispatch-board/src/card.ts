import type { RequestCardFragment } from './documents.golden.ts';

/** A service request as the board knows it. */
export type Card = RequestCardFragment;
