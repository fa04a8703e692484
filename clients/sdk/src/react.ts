import { useCallback, useSyncExternalStore } from 'react';
import type { BoardItem } from './board-item.ts';
import type { LiveStore } from './live-store.ts';
import type { LiveView } from './live-view.ts';

/** One item. Renders again only when that item changes. */
export function useItem<Item extends BoardItem>(
  store: LiveStore<Item>,
  id: string | null,
): Item | undefined {
  return useSyncExternalStore(
    useCallback(
      (listener) => (id === null ? () => {} : store.subscribe(id, listener)),
      [store, id],
    ),
    () => (id === null ? undefined : store.get(id)),
  );
}

/** Ids of a group in order. Renders again when they change. */
export function useGroup<Item extends BoardItem, Group extends string>(
  view: LiveView<Item, Group>,
  group: Group,
): readonly string[] {
  return useSyncExternalStore(
    useCallback((listener) => view.subscribe(group, listener), [view, group]),
    () => view.ids(group),
  );
}

/** Number of items in a group. Renders again when it changes. */
export function useGroupSize<Item extends BoardItem, Group extends string>(
  view: LiveView<Item, Group>,
  group: Group,
): number {
  return useSyncExternalStore(
    useCallback((listener) => view.subscribe(group, listener), [view, group]),
    () => view.ids(group).length,
  );
}
