import type { BoardItem } from './board-item.ts';
import type { Change, LiveStore } from './live-store.ts';

/** Group and order of an item. */
export interface Arrangement<Item, Group extends string> {
  /** Null: in no group. */
  groupOf(item: Item): Group | null;
  /** Compared from left to right, the smaller one first; equal ones by id. */
  rankOf(item: Item): readonly number[];
}

interface Entry<Group> {
  id: string;
  group: Group;
  rank: readonly number[];
}

/**
 * The items of a store in ordered groups, updated incrementally: one event moves one entry,
 * whatever the total. Listeners of a group are called when its ids change, not when the content of
 * an item changes.
 */
export class LiveView<Item extends BoardItem, Group extends string> {
  private readonly entries = new Map<string, Entry<Group>>();
  private readonly groups = new Map<Group, Entry<Group>[]>();
  private readonly shown = new Map<Group, readonly string[]>();
  private readonly listeners = new Map<Group, Set<() => void>>();
  private readonly unwatch: () => void;
  private readonly store: LiveStore<Item>;
  private arrangement: Arrangement<Item, Group>;

  constructor(store: LiveStore<Item>, arrangement: Arrangement<Item, Group>) {
    this.store = store;
    this.arrangement = arrangement;
    this.unwatch = store.watch((changes) => this.take(changes));
    this.arrange(arrangement);
  }

  /** Ids in order; the same array until they change. */
  ids(group: Group): readonly string[] {
    const known = this.shown.get(group);
    if (known) return known;
    const ids = (this.groups.get(group) ?? []).map(({ id }) => id);
    this.shown.set(group, ids);
    return ids;
  }

  /**
   * Called when the ids of a group, or their order, have changed. Returns a function that
   * unsubscribes.
   */
  subscribe(group: Group, listener: () => void): () => void {
    const listeners = this.listeners.get(group) ?? new Set();
    this.listeners.set(group, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Arranges all items again, as after a new search. */
  arrange(arrangement: Arrangement<Item, Group>): void {
    this.arrangement = arrangement;
    const before = new Map([...this.groups.keys()].map((group) => [group, this.ids(group)]));
    this.entries.clear();
    this.groups.clear();
    for (const item of this.store.values()) {
      const entry = this.entryOf(item);
      if (!entry) continue;
      this.entries.set(entry.id, entry);
      this.listOf(entry.group).push(entry);
    }
    for (const list of this.groups.values()) list.sort(inOrder);
    this.tell([...before.keys(), ...this.groups.keys()], before);
  }

  /** Unsubscribes from the store. */
  close(): void {
    this.unwatch();
  }

  private take(changes: readonly Change<Item>[]): void {
    const touched = new Map<Group, readonly string[]>();
    const touch = (group: Group): void => {
      if (!touched.has(group)) touched.set(group, this.ids(group));
    };
    for (const { id, after } of changes) {
      const old = this.entries.get(id);
      const entry = after && this.entryOf(after);
      if (old && entry && old.group === entry.group && isSame(old.rank, entry.rank)) continue;
      if (old) {
        touch(old.group);
        const list = this.listOf(old.group);
        list.splice(placeOf(list, old), 1);
        this.entries.delete(id);
      }
      if (entry) {
        touch(entry.group);
        const list = this.listOf(entry.group);
        list.splice(placeOf(list, entry), 0, entry);
        this.entries.set(id, entry);
      }
    }
    this.tell(touched.keys(), touched);
  }

  private entryOf(item: Item): Entry<Group> | null {
    const group = this.arrangement.groupOf(item);
    return group === null ? null : { id: item.id, group, rank: this.arrangement.rankOf(item) };
  }

  private listOf(group: Group): Entry<Group>[] {
    const list = this.groups.get(group) ?? [];
    this.groups.set(group, list);
    return list;
  }

  /** Notifies the groups whose ids have changed; the others keep their arrays. */
  private tell(groups: Iterable<Group>, before: ReadonlyMap<Group, readonly string[]>): void {
    const changed: Group[] = [];
    for (const group of new Set(groups)) {
      const old = before.get(group) ?? [];
      this.shown.delete(group);
      const ids = this.ids(group);
      if (ids.length === old.length && ids.every((id, index) => id === old[index]))
        this.shown.set(group, old);
      else changed.push(group);
    }
    for (const group of changed) for (const listener of this.listeners.get(group) ?? []) listener();
  }
}

/** Position of an entry in an ordered list, or its insertion point. */
function placeOf<Group>(list: readonly Entry<Group>[], entry: Entry<Group>): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder(list[middle]!, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inOrder<Group>(left: Entry<Group>, right: Entry<Group>): number {
  for (let at = 0; at < left.rank.length; at += 1) {
    const difference = left.rank[at]! - right.rank[at]!;
    if (difference !== 0) return difference;
  }
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((each, at) => each === right[at]);
}
