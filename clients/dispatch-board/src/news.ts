import type { Card } from './card.ts';

/** News since the person last looked. */
export interface News {
  arrivals: readonly Card[];
  /** Text of each alarm. */
  alarms: readonly string[];
}

export const noNews: News = { arrivals: [], alarms: [] };
