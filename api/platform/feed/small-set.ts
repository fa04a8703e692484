/**
 * Small set: nothing, one item, or a Set for more. Most tokens have one socket and most accounts
 * one token. A Set for each would take more memory than all other state of it.
 */
export type SmallSet<T extends object> = T | Set<T> | null;

export function withOne<T extends object>(few: SmallSet<T>, thing: T): SmallSet<T> {
  if (few === null) return thing;
  if (few instanceof Set) return few.add(thing);
  return new Set([few as T, thing]);
}

export function withoutOne<T extends object>(few: SmallSet<T>, thing: T): SmallSet<T> {
  if (few === thing) return null;
  if (!(few instanceof Set)) return few;
  few.delete(thing);
  return few.size > 0 ? few : null;
}

/** A copy, so that the set may change during iteration. */
export function allOf<T extends object>(few: SmallSet<T>): readonly T[] {
  if (few === null) return [];
  return few instanceof Set ? [...few] : [few as T];
}
