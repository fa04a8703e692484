import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seed } from '../../api/testing/seed.ts';
import {
  type Arrangement,
  Burst,
  type Change,
  eachFrame,
  LiveStore,
  LiveView,
} from './src/main.ts';

interface Card {
  id: string;
  version: number;
  lane: 'open' | 'taken' | null;
  rank: number;
}

const card = (id: string, version: number, more: Partial<Card> = {}): Card => ({
  id,
  version,
  lane: 'open',
  rank: 0,
  ...more,
});

/** A store whose frames the test triggers. */
function byHand() {
  const frames: (() => void)[] = [];
  const store = new LiveStore<Card>((task) => void frames.push(task));
  return { store, frames };
}

describe('a store per card', () => {
  test('changes within a frame reach each listener once, and no listener of an unchanged item', () => {
    const { store, frames } = byHand();
    store.put(card('a', 1));
    store.put(card('b', 1));
    store.flush();
    const told: string[] = [];
    const batches: (readonly Change<Card>[])[] = [];
    store.subscribe('a', () => told.push('a'));
    store.subscribe('b', () => told.push('b'));
    store.watch((changes) => batches.push(changes));
    for (let version = 2; version < 100; version += 1) store.put(card('a', version));
    expect(told).toEqual([]);
    // A read between two frames sees the state of the last batch.
    expect(store.get('a')?.version).toBe(1);
    frames.at(-1)!();
    expect(told).toEqual(['a']);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toEqual([{ id: 'a', before: card('a', 1), after: card('a', 99) }]);
    expect(store.get('a')?.version).toBe(99);
  });

  test('an older version is ignored, also within a frame, and a removed item may come back', () => {
    const { store } = byHand();
    expect(store.put(card('a', 3))).toBe(true);
    expect(store.put(card('a', 2))).toBe(false);
    expect(store.put(card('a', 3))).toBe(false);
    store.flush();
    expect(store.get('a')?.version).toBe(3);
    store.remove('a');
    store.flush();
    expect(store.get('a')).toBeUndefined();
    expect(store.put(card('a', 3))).toBe(true);
    store.remove('a');
    store.flush();
    expect(store.size).toBe(0);
  });

  test('a new snapshot removes missing items and keeps newer versions', () => {
    const { store } = byHand();
    store.put(card('gone', 1));
    store.put(card('newer', 5));
    store.flush();
    store.put(card('written and gone', 1));
    store.replace([card('newer', 4), card('new', 1)]);
    store.flush();
    expect([...store.values()].map(({ id, version }) => `${id} ${version}`).sort()).toEqual([
      'new 1',
      'newer 5',
    ]);
  });

  test('a listener that has left gets no calls', () => {
    const { store } = byHand();
    const told: string[] = [];
    const leave = store.subscribe('a', () => told.push('first'));
    store.subscribe('a', () => told.push('second'));
    leave();
    store.put(card('a', 1));
    store.flush();
    expect(told).toEqual(['second']);
  });
});

describe('a view in groups', () => {
  const arrangement: Arrangement<Card, 'open' | 'taken'> = {
    groupOf: ({ lane }) => lane,
    rankOf: ({ rank }) => [rank],
  };

  test('a view equals a full sort after each change, and calls listeners only when ids changed', () => {
    const write = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      lane: fc.constantFrom<Card['lane']>('open', 'taken', null),
      rank: fc.integer({ min: 0, max: 3 }),
      removes: fc.boolean(),
      flushes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        const { store } = byHand();
        const view = new LiveView(store, arrangement);
        const seen = { open: view.ids('open'), taken: view.ids('taken') };
        for (const lane of ['open', 'taken'] as const) {
          view.subscribe(lane, () => {
            expect(view.ids(lane)).not.toEqual(seen[lane]);
            seen[lane] = view.ids(lane);
          });
        }
        writes.forEach(({ id, lane, rank, removes, flushes }, index) => {
          if (removes) store.remove(id);
          else store.put(card(id, index + 1, { lane, rank }));
          if (!flushes) return;
          store.flush();
          for (const each of ['open', 'taken'] as const) {
            const wanted = [...store.values()]
              .filter((item) => item.lane === each)
              .sort((left, right) => left.rank - right.rank || (left.id < right.id ? -1 : 1))
              .map((item) => item.id);
            expect(view.ids(each)).toEqual(wanted);
            // A listener that was not called has the current value.
            expect(seen[each]).toEqual(wanted);
          }
        });
      }),
      { seed },
    );
  });

  test('a change that does not move an item reaches the item, and not its group', () => {
    const { store } = byHand();
    const view = new LiveView(store, arrangement);
    store.put(card('a', 1));
    store.flush();
    const before = view.ids('open');
    let told = 0;
    view.subscribe('open', () => (told += 1));
    store.put(card('a', 2));
    store.flush();
    expect(told).toBe(0);
    expect(view.ids('open')).toBe(before);
  });

  test('another arrangement keeps the arrays of unchanged groups', () => {
    const { store } = byHand();
    const view = new LiveView(store, arrangement);
    store.put(card('a', 1));
    store.put(card('b', 1, { lane: 'taken' }));
    store.flush();
    const [open, taken] = [view.ids('open'), view.ids('taken')];
    const told: string[] = [];
    view.subscribe('open', () => told.push('open'));
    view.subscribe('taken', () => told.push('taken'));
    view.arrange({ ...arrangement, groupOf: ({ id, lane }) => (id === 'b' ? null : lane) });
    expect(told).toEqual(['taken']);
    expect(view.ids('open')).toBe(open);
    expect(view.ids('taken')).not.toBe(taken);
  });
});

test('a burst is delivered as one change, and later changes as another', async () => {
  const batches: (readonly number[])[] = [];
  let delivered: () => void = () => {};
  const burst = new Burst<number>(5, (items) => {
    batches.push(items);
    delivered();
  });
  for (const items of [[1, 2, 3], [4]]) {
    const done = new Promise<void>((resolve) => (delivered = resolve));
    for (const item of items) burst.add(item);
    await done;
  }
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

test('a timer applies changes where there are no frames, as in Node', async () => {
  const store = new LiveStore<Card>(eachFrame());
  const told = new Promise<void>((resolve) => store.subscribe('a', resolve));
  store.put(card('a', 1));
  expect(store.get('a')).toBeUndefined();
  await told;
  expect(store.get('a')?.version).toBe(1);
});
