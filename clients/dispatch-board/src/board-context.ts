import type { TFunction } from 'i18next';
import { createContext, useContext } from 'react';
import type { BoardModel } from './board-model.ts';
import type { Card } from './card.ts';
import type { Role, Step } from './steps.ts';
import type { Clock } from './time.ts';

/**
 * What every card needs. It stays the same object while people work, so that a card renders when
 * its own request changes.
 */
export interface BoardParts {
  model: BoardModel;
  clock: Clock;
  /**
   * For parts that are drawn many times: following the language by themselves would cost each of
   * them.
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
