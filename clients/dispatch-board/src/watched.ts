import { useSyncExternalStore } from 'react';

/** An observable value. Components follow it without rendering those in between. */
export class Watched<Value> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: Value) {}

  readonly get = (): Value => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  change(change: (before: Value) => Value): void {
    this.value = change(this.value);
    for (const listener of this.listeners) listener();
  }
}

export function useWatched<Value>({ subscribe, get }: Watched<Value>): Value {
  return useSyncExternalStore(subscribe, get);
}
