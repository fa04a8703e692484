import type { RequestCardFragment } from './documents.golden.ts';

export type Card = RequestCardFragment;

/** The requests that this board knows, each in its newest version. React reads it by subscribe and cards. */
export class BoardStore {
  private byId = new Map<string, Card>();
  private listeners = new Set<() => void>();
  private list: readonly Card[] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The same list until something changes. */
  readonly cards = (): readonly Card[] => this.list;

  /** Takes a request in. What comes late and is older than what is known is passed over. True when it was news. */
  put(card: Card): boolean {
    const known = this.byId.get(card.id);
    if (known && known.version >= card.version) return false;
    this.byId.set(card.id, card);
    this.tell();
    return true;
  }

  remove(id: string): void {
    if (this.byId.delete(id)) this.tell();
  }

  /** A fresh look at everything. What is known in a newer version stays, since an answer may have been on its way meanwhile. */
  replace(cards: readonly Card[]): void {
    const fresh = new Map<string, Card>();
    for (const card of cards) {
      const known = this.byId.get(card.id);
      fresh.set(card.id, known && known.version > card.version ? known : card);
    }
    this.byId = fresh;
    this.tell();
  }

  private tell(): void {
    this.list = [...this.byId.values()];
    for (const listener of this.listeners) listener();
  }
}
