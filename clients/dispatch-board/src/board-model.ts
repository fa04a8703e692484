import { type Arrangement, LiveStore, LiveView } from '@linli/sdk';
import type { Card } from './card.ts';
import { type News, noNews } from './news.ts';
import { OwnRequests } from './own-requests.ts';
import { isVisible, type Lane, laneOf, ledPart, rankOf, type Role } from './steps.ts';
import { liveVisits } from './visits.ts';
import { Watched } from './watched.ts';

/** Filter of the board. */
export interface Wanted {
  role: (card: Card) => Role;
  ownOnly: boolean;
  /** In lower case. */
  search: string;
  /** Certified requests stay until the day is over. */
  dayBeganAt: number;
}

const nothing: Wanted = {
  role: () => ({ isOwn: false, teamIds: new Set() }),
  ownOnly: false,
  search: '',
  dayBeganAt: 0,
};

/** Model of the board. Each of its parts can be followed separately. */
export class BoardModel {
  readonly store = new LiveStore<Card>();
  readonly lanes = new LiveView<Card, Lane>(this.store, inLanes(nothing));
  /** Requests with alarms, in the communities and teams of this person. */
  readonly alarms = new LiveView<Card, 'ALARMED'>(this.store, alarmed(nothing));
  readonly highlights = new Highlights();
  readonly own = new OwnRequests();
  readonly news = new Watched<News>(noNews);
  /** Whether the lanes show only the matches of a search. */
  readonly isSearched = new Watched(false);
  /** Scrolls to a card that its lane has not rendered; the lanes add the functions. */
  readonly reveal = new Map<Lane, (id: string) => void>();
  private wanted: Wanted = nothing;
  private readonly proofListeners = new Set<() => void>();

  show(changes: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...changes };
    this.lanes.arrange(inLanes(this.wanted));
    this.isSearched.change(() => this.wanted.search !== '');
    if (changes.role) this.alarms.arrange(alarmed(this.wanted));
  }

  /**
   * Evidence is no change of a request, so the feed may not report it. Code that records evidence
   * calls this method.
   */
  proofChanged(): void {
    for (const listener of this.proofListeners) listener();
  }

  onProofChange(listener: () => void): () => void {
    this.proofListeners.add(listener);
    return () => this.proofListeners.delete(listener);
  }

  /** The lane of a request, if it is shown. */
  laneWith(id: string): Lane | undefined {
    const card = this.store.get(id);
    const lane = card && laneOf(card);
    return lane && this.lanes.ids(lane).includes(id) ? lane : undefined;
  }
}

function inLanes({ role, ownOnly, search, dayBeganAt }: Wanted): Arrangement<Card, Lane> {
  return {
    groupOf: (card) =>
      isVisible(card, dayBeganAt) &&
      (!ownOnly || role(card).isOwn) &&
      (!search || textOf(card).includes(search))
        ? laneOf(card)
        : null,
    rankOf,
  };
}

function alarmed({ role }: Wanted): Arrangement<Card, 'ALARMED'> {
  return {
    groupOf(card) {
      if (card.alarms.length === 0 || card.state === 'CERTIFIED') return null;
      const { isOwn, teamIds } = role(card);
      return isOwn || ledPart(card, teamIds).visits.length > 0 ? 'ALARMED' : null;
    },
    rankOf,
  };
}

const texts = new WeakMap<Card, string>();

/** The text that a search matches. */
function textOf(card: Card): string {
  const known = texts.get(card);
  if (known !== undefined) return known;
  const volunteers = liveVisits(card).map(({ volunteer }) => volunteer?.displayName);
  const text = [card.elder?.displayName, card.kind.name, card.note, ...volunteers]
    .join('\n')
    .toLowerCase();
  texts.set(card, text);
  return text;
}

/** Recently changed cards, which are highlighted for a while. */
class Highlights {
  readonly store = new LiveStore<{ id: string; version: number }>();
  private count = 0;
  private ending: { id: string; version: number; at: number }[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  add(id: string): void {
    const mark = { id, version: (this.count += 1) };
    this.store.put(mark);
    this.ending.push({ ...mark, at: performance.now() + standsOutMs });
    this.timer ??= setTimeout(() => this.end(), standsOutMs);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** One timer for all: expired highlights end together. */
  private end(): void {
    const now = performance.now() + togetherMs;
    const over = this.ending.filter(({ at }) => at <= now);
    this.ending = this.ending.filter(({ at }) => at > now);
    for (const { id, version } of over)
      if (this.store.get(id)?.version === version) this.store.remove(id);
    const [next] = this.ending;
    this.timer = next && setTimeout(() => this.end(), next.at - now + togetherMs);
  }
}

const standsOutMs = 6_000;
const togetherMs = 250;
