import type { BoardItem } from './board-follower.ts';
import type { Change, LiveStore } from './live-store.ts';

/** Where an item stands and in which order. */
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
 * The items of a store in groups, each in order, kept up to date change by change: one event moves one entry, whatever else
 * there is. Whoever shows a group is told when its ids change, not when what is known of one of them does.
 */
export class LiveView<Item extends BoardItem, Group extends string> {
  private readonly entries = new Map<string, Entry<Group>>();
  private readonly groups = new Map<Group, Entry<Group>[]>();
  private readonly shown = new Map<Group, readonly string[]>();
  private readonly listeners = new Map<Group, Set<() => void>>();
  private readonly unwatch: () => void;

  constructor(
    private readonly store: LiveStore<Item>,
    private arrangement: Arrangement<Item, Group>,
  ) {
    this.unwatch = store.watch((changes) => this.take(changes));
    this.arrange(arrangement);
  }

  /** Ids in their order; the same array until they change. */
  ids(group: Group): readonly string[] {
    const known = this.shown.get(group);
    if (known) return known;
    const ids = (this.groups.get(group) ?? []).map(({ id }) => id);
    this.shown.set(group, ids);
    return ids;
  }

  /** Called when the ids of a group, or their order, have changed. Gives back how to leave. */
  subscribe(group: Group, listener: () => void): () => void {
    const listeners = this.listeners.get(group) ?? new Set();
    this.listeners.set(group, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Arranges everything anew, as after another search. */
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
    this.shown.clear();
    const changed = [...new Set([...before.keys(), ...this.groups.keys()])].filter((group) => {
      const ids = this.ids(group);
      const old = before.get(group) ?? [];
      if (ids.length !== old.length || ids.some((id, index) => id !== old[index])) return true;
      this.shown.set(group, old);
      return false;
    });
    this.tell(changed);
  }

  /** Leaves the store. */
  close(): void {
    this.unwatch();
  }

  private take(changes: readonly Change<Item>[]): void {
    const touched = new Set<Group>();
    for (const { id, after } of changes) {
      const old = this.entries.get(id);
      const entry = after && this.entryOf(after);
      if (old && entry && old.group === entry.group && isSame(old.rank, entry.rank)) continue;
      if (old) {
        const list = this.listOf(old.group);
        list.splice(placeOf(list, old), 1);
        this.entries.delete(id);
        touched.add(old.group);
      }
      if (entry) {
        const list = this.listOf(entry.group);
        list.splice(placeOf(list, entry), 0, entry);
        this.entries.set(id, entry);
        touched.add(entry.group);
      }
    }
    for (const group of touched) this.shown.delete(group);
    this.tell(touched);
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

  private tell(groups: Iterable<Group>): void {
    for (const group of groups) for (const listener of this.listeners.get(group) ?? []) listener();
  }
}

/** Where an entry stands in an ordered list, or would stand. */
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
