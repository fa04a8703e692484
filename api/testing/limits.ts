import { limits } from '../platform/common/limits.ts';

/**
 * On a busy machine sixty operations at once wait longer than a person would. Only tests of
 * overload, which set the limit, may see an operation shed.
 */
export const admissionPatienceMs = 600_000;

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
