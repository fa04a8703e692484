/**
 * Nothing, one thing, or a set where there are more. Most tokens have one socket and most accounts
 * one token, and a set for each of them would take more room than all else that is kept of it.
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

/** A list of its own, so that what is done with each may change the few. */
export function allOf<T extends object>(few: SmallSet<T>): readonly T[] {
  if (few === null) return [];
  return few instanceof Set ? [...few] : [few as T];
}
