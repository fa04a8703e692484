import { limits } from '../platform/limits.ts';

export type ChangedLimits = Partial<Record<keyof typeof limits, number>>;

/** Does the work under other limits, and puts the usual ones back, also when it fails. */
export async function withLimits<T>(changed: ChangedLimits, work: () => Promise<T>): Promise<T> {
  const before = { ...limits };
  Object.assign(limits, changed);
  try {
    return await work();
  } finally {
    Object.assign(limits, before);
  }
}
