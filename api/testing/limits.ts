import { limits } from '../platform/common/limits.ts';

export type ChangedLimits = Partial<Record<keyof typeof limits, number>>;

/** Runs work under other limits and restores the usual ones, also on failure. */
export async function withLimits<T>(changed: ChangedLimits, work: () => Promise<T>): Promise<T> {
  const before = { ...limits };
  Object.assign(limits, changed);
  try {
    return await work();
  } finally {
    Object.assign(limits, before);
  }
}
