import { useGroup, useGroupSize } from '@linli/sdk/react';
import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  useWindowVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import {
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useBoard } from './board-context.ts';
import { RequestCard } from './RequestCard.tsx';
import type { Card } from './card.ts';
import { type Lane, lanes } from './steps.ts';
import { liveVisits } from './visits.ts';
import { useWatched } from './watched.ts';

interface LanesProps {
  /** One lane at a time, chosen by tabs. The page scrolls instead of the lane. */
  isPhone: boolean;
  /** Whether the first read is still in progress. */
  isReading: boolean;
}

/**
 * The lanes of a dispatcher's requests. Each follows its own part of the board, and renders only
 * the visible cards.
 */
export const Lanes = memo(function Lanes({ isPhone, isReading }: LanesProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Lane>('OPEN');
  return (
    <>
      {isPhone && <LaneTabs chosen={chosen} onChoose={setChosen} />}
      <main id="lanes" className="lanes" aria-label={t('lanes')} tabIndex={-1}>
        {lanes
          .filter((lane) => !isPhone || lane === chosen)
          .map((lane) => (
            <LaneSection key={lane} lane={lane} isPhone={isPhone} isReading={isReading} />
          ))}
      </main>
    </>
  );
});

function LaneTabs({ chosen, onChoose }: { chosen: Lane; onChoose: (lane: Lane) => void }) {
  const { t } = useTranslation();
  return (
    <div className="lane-tabs" role="group" aria-label={t('lanes')}>
      {lanes.map((lane) => (
        <button
          key={lane}
          type="button"
          className={lane === chosen ? 'lane-tab lane-tab-chosen' : 'lane-tab'}
          aria-pressed={lane === chosen}
          onClick={() => onChoose(lane)}
        >
          {lane === 'CERTIFIED' ? t('certifiedTodayShort') : t(`state.${lane}`)}
          <LaneCount lane={lane} />
        </button>
      ))}
    </div>
  );
}

function LaneCount({ lane }: { lane: Lane }) {
  const { model } = useBoard();
  return <span className="lane-count">{useGroupSize(model.lanes, lane)}</span>;
}

const LaneSection = memo(function LaneSection({
  lane,
  isPhone,
  isReading,
}: { lane: Lane } & LanesProps) {
  const { t } = useTranslation();
  return (
    <section className={`lane lane-${lane}`} aria-labelledby={`lane-${lane}`}>
      <h2 id={`lane-${lane}`}>
        {lane === 'CERTIFIED' ? t('certifiedToday') : t(`state.${lane}`)} <LaneCount lane={lane} />
      </h2>
      {isPhone ? (
        <PhoneCards lane={lane} isReading={isReading} />
      ) : (
        <DeskCards lane={lane} isReading={isReading} />
      )}
    </section>
  );
});

interface CardsProps {
  lane: Lane;
  isReading: boolean;
}

const gap = 10;

/**
 * Measured heights by kind of card. The next card of that kind is placed correctly at once, with a
 * single layout.
 */
const heights = new Map<string, number>();
const heightsMax = 2_000;

/** Facts that determine the height of a card, as far as they are known without a layout. */
function kindOf(card: Card, width: number): string {
  const {
    state,
    urgency,
    alarms,
    place,
    note,
    jointVisit,
    occurrence,
    requestedFrom,
    requestedTo,
  } = card;
  const visits = liveVisits(card).map((visit) => visit.state[0]);
  const texts = [
    card.elder?.displayName,
    card.kind.name,
    place,
    note,
    jointVisit?.name,
    card.language,
  ];
  const days = requestedFrom.slice(0, 10) === requestedTo.slice(0, 10);
  return [
    width,
    state,
    urgency,
    alarms,
    ...visits,
    occurrence !== null,
    days,
    ...texts.map((text) => text?.length),
  ].join();
}

/**
 * Estimated height of a card that was not rendered yet: the height of its kind, otherwise a guess
 * from the number of its lines.
 */
function heightOf(card: Card | undefined, width: number): number {
  if (!card) return 200;
  const known = heights.get(kindOf(card, width));
  if (known !== undefined) return known;
  const lines =
    4 + liveVisits(card).length + (card.alarms.length > 0 ? 1 : 0) + (card.jointVisit ? 1 : 0);
  return 100 + lines * 27 + (card.note ? 38 : 0);
}

/**
 * Heights from the regular layout of the page. By default the library measures each card on insert,
 * which forces one more layout per card.
 */
function useHeights(ids: readonly string[]) {
  const { model } = useBoard();
  const width = useRef(0);
  const estimateSize = useCallback(
    (index: number) => heightOf(model.store.get(ids[index] ?? ''), width.current),
    [model, ids],
  );
  const measureElement = useCallback(
    <Scroller extends Element | Window>(
      element: Element,
      entry: ResizeObserverEntry | undefined,
      virtual: Virtualizer<Scroller, Element>,
    ): number => {
      const index = virtual.indexFromElement(element);
      const [box] = entry?.borderBoxSize ?? [];
      if (!box)
        return virtual.measurementsCache[index]?.size ?? virtual.options.estimateSize(index);
      const height = Math.round(box.blockSize);
      width.current = Math.round(box.inlineSize);
      const card = model.store.get(String(virtual.options.getItemKey(index)));
      if (heights.size > heightsMax) heights.clear();
      if (card) heights.set(kindOf(card, width.current), height);
      return height;
    },
    [model],
  );
  return { estimateSize, measureElement };
}

/**
 * Cards that are rendered beyond either edge, so that scrolling and the Tab key find the next ones.
 */
const overscan = 4;

function DeskCards({ lane, isReading }: CardsProps) {
  const { model } = useBoard();
  const ids = useGroup(model.lanes, lane);
  const scroller = useRef<HTMLDivElement>(null);
  const { keyAt, rangeExtractor, onFocus } = useRows(ids);
  const { estimateSize, measureElement } = useHeights(ids);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    measureElement,
    getItemKey: keyAt,
    rangeExtractor,
    gap,
    overscan,
    useFlushSync: false,
  });
  useReveal(lane, ids, virtual);
  useKeptPlace(ids, virtual);
  return (
    <div ref={scroller} className="lane-cards" onFocus={onFocus}>
      <Rows ids={ids} virtual={virtual} isReading={isReading} offset={0} />
    </div>
  );
}

function PhoneCards({ lane, isReading }: CardsProps) {
  const { model } = useBoard();
  const ids = useGroup(model.lanes, lane);
  const place = useRef<HTMLDivElement>(null);
  const offset = useTopOf(place);
  const { keyAt, rangeExtractor, onFocus } = useRows(ids);
  const { estimateSize, measureElement } = useHeights(ids);
  const virtual = useWindowVirtualizer({
    count: ids.length,
    estimateSize,
    measureElement,
    getItemKey: keyAt,
    rangeExtractor,
    gap,
    overscan,
    scrollMargin: offset,
    useFlushSync: false,
  });
  useReveal(lane, ids, virtual);
  return (
    <div ref={place} className="lane-cards" onFocus={onFocus}>
      <Rows ids={ids} virtual={virtual} isReading={isReading} offset={offset} />
    </div>
  );
}

interface RowsProps<Scroller extends Element | Window> {
  ids: readonly string[];
  virtual: Virtualizer<Scroller, Element>;
  isReading: boolean;
  /** Distance of the rows from the top of the scroll container. */
  offset: number;
}

function Rows<Scroller extends Element | Window>({
  ids,
  virtual,
  isReading,
  offset,
}: RowsProps<Scroller>) {
  const { t } = useTranslation();
  const { model } = useBoard();
  const isSearched = useWatched(model.isSearched);
  if (ids.length === 0) {
    const text = isReading ? 'loading' : isSearched ? 'emptySearch' : 'emptyLane';
    return <p className="lane-empty">{t(text)}</p>;
  }
  return (
    <div role="list" className="lane-track" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ key, index, start }) => (
        <div
          key={key}
          ref={virtual.measureElement}
          data-index={index}
          role="listitem"
          aria-setsize={ids.length}
          aria-posinset={index + 1}
          className="lane-row"
          style={{ top: start - offset }}
        >
          <RequestCard id={key as string} />
        </div>
      ))}
    </div>
  );
}

/**
 * Virtual rows with the ids of their cards. The focused one stays rendered when it is scrolled out
 * of sight.
 */
function useRows(ids: readonly string[]) {
  const focused = useRef<string | null>(null);
  const keyAt = useCallback((index: number) => ids[index] ?? index, [ids]);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const rows = defaultRangeExtractor(range);
      const at = focused.current === null ? -1 : ids.indexOf(focused.current);
      return at < 0 || rows.includes(at)
        ? rows
        : [...rows, at].toSorted((left, right) => left - right);
    },
    [ids],
  );
  const onFocus = useCallback((event: { target: Element }) => {
    focused.current = event.target.closest('[data-request]')?.getAttribute('data-request') ?? null;
  }, []);
  return { keyAt, rangeExtractor, onFocus };
}

/** Lets the board scroll to a card that is not rendered. */
function useReveal<Scroller extends Element | Window>(
  lane: Lane,
  ids: readonly string[],
  virtual: Virtualizer<Scroller, Element>,
): void {
  const { model } = useBoard();
  useEffect(() => {
    model.reveal.set(lane, (id) => virtual.scrollToIndex(ids.indexOf(id), { align: 'auto' }));
    return () => void model.reveal.delete(lane);
  }, [model, lane, ids, virtual]);
}

/** Scroll anchoring: visible cards keep their position when cards appear above them. */
function useKeptPlace(ids: readonly string[], virtual: Virtualizer<HTMLDivElement, Element>): void {
  const before = useRef<{ ids: readonly string[]; id: string; distance: number } | null>(null);
  useLayoutEffect(() => {
    const top = virtual.scrollOffset ?? 0;
    const known = before.current;
    if (known && known.ids !== ids && top > 0) {
      const index = ids.indexOf(known.id);
      const start = index < 0 ? undefined : virtual.measurementsCache[index]?.start;
      if (start !== undefined && Math.abs(start + known.distance - top) > 1)
        virtual.scrollToOffset(start + known.distance);
    }
    const first = virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0);
    const id = first && ids[first.index];
    before.current =
      first && id !== undefined
        ? { ids, id, distance: (virtual.scrollOffset ?? 0) - first.start }
        : null;
  });
}

/** Distance of an element from the top of the page. */
function useTopOf(place: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void =>
      setTop(
        Math.round(
          (place.current?.getBoundingClientRect().top ?? 0) + document.documentElement.scrollTop,
        ),
      );
    measure();
    // Content above may grow, such as alarms.
    const observer = new ResizeObserver(measure);
    if (place.current?.closest('.board')) observer.observe(place.current.closest('.board')!);
    return () => observer.disconnect();
  }, [place]);
  return top;
}
