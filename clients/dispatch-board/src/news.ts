import type { Card } from './card.ts';

/** What came in since somebody last looked. */
export interface News {
  arrivals: readonly Card[];
  /** What each alarm says. */
  alarms: readonly string[];
}

export const noNews: News = { arrivals: [], alarms: [] };
