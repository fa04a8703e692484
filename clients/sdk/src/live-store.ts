import type { BoardItem } from './board-item.ts';
import { eachFrame, type Schedule } from './frames.ts';

/** One item before and after a batch. Undefined: it was absent, or is absent now. */
export interface Change<Item> {
  id: string;
  before: Item | undefined;
  after: Item | undefined;
}

/**
 * Items by id, each in its newest version. Writes are collected and applied together, once per
 * frame. Then each listener is called once: those of changed ids, and those of all changes. So an
 * event costs only the rendering of its item, and a burst costs one rendering.
 */
export class LiveStore<Item extends BoardItem> {
  private items = new Map<string, Item>();
  /** Writes since the last batch; null: removed. */
  private pending = new Map<string, Item | null>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly watchers = new Set<(changes: readonly Change<Item>[]) => void>();
  private readonly schedule: Schedule;

  constructor(schedule: Schedule = eachFrame()) {
    this.schedule = schedule;
  }

  get size(): number {
    return this.items.size;
  }

  /** State of the last batch, so that all readers between two batches see the same. */
  get(id: string): Item | undefined {
    return this.items.get(id);
  }

  values(): IterableIterator<Item> {
    return this.items.values();
  }

  /**
   * Adds an item. An item that is not newer than the stored version is ignored. True when it was
   * newer.
   */
  put(item: Item): boolean {
    const known = this.newest(item.id);
    if (known && known.version >= item.version) return false;
    this.write(item.id, item);
    return true;
  }

  remove(id: string): void {
    if (this.newest(id)) this.write(id, null);
  }

  /**
   * Applies a new snapshot. A stored item with a newer version stays, since an answer may have
   * arrived meanwhile.
   */
  replace(fresh: Iterable<Item>): void {
    const ids = new Set<string>();
    for (const item of fresh) {
      ids.add(item.id);
      this.put(item);
    }
    for (const id of this.items.keys()) if (!ids.has(id)) this.remove(id);
    for (const [id, item] of this.pending) if (item && !ids.has(id)) this.remove(id);
  }

  /** Called after each batch in which that item changed. Returns a function that unsubscribes. */
  subscribe(id: string, listener: () => void): () => void {
    const listeners = this.listeners.get(id) ?? new Set();
    this.listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.listeners.get(id) === listeners) this.listeners.delete(id);
    };
  }

  /**
   * Called after each batch with all changes, before the listeners of single items. Returns a
   * function that unsubscribes.
   */
  watch(watcher: (changes: readonly Change<Item>[]) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Applies pending writes now. */
  flush(): void {
    if (this.pending.size === 0) return;
    const { pending } = this;
    this.pending = new Map();
    const changes: Change<Item>[] = [];
    for (const [id, item] of pending) {
      const before = this.items.get(id);
      if (!before && !item) continue;
      if (item) this.items.set(id, item);
      else this.items.delete(id);
      changes.push({ id, before, after: item ?? undefined });
    }
    for (const watcher of this.watchers) watcher(changes);
    for (const { id } of changes) for (const listener of this.listeners.get(id) ?? []) listener();
  }

  private newest(id: string): Item | undefined {
    const written = this.pending.get(id);
    return written === undefined ? this.items.get(id) : (written ?? undefined);
  }

  private write(id: string, item: Item | null): void {
    this.pending.set(id, item);
    this.schedule(() => this.flush());
  }
}
