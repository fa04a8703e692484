import type { TFunction } from 'i18next';
import { createContext, useContext } from 'react';
import type { BoardModel } from './board-model.ts';
import type { Card } from './card.ts';
import type { Role, Step } from './steps.ts';
import type { Clock } from './time.ts';

/**
 * Dependencies of every card. The object stays the same during work, so that a card renders only
 * when its own request changes.
 */
export interface BoardParts {
  model: BoardModel;
  clock: Clock;
  /**
   * For components that are rendered many times, since a language subscription in each would be
   * costly.
   */
  t: TFunction;
  role: (card: Card) => Role;
  onOpen: (requestId: string) => void;
  onStep: (step: Step, requestId: string) => void;
}

export const BoardContext = createContext<BoardParts | null>(null);

export function useBoard(): BoardParts {
  const parts = useContext(BoardContext);
  if (!parts) throw new Error('A part of the board stands outside of it.');
  return parts;
}
