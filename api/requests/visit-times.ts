import type { EvidenceFlag } from '../../schema/requests/evidence.ts';
import type { Visit } from '../../schema/requests/visit.ts';
import type { Caller } from '../platform/context/mutation.ts';
import { Refusal } from '../platform/errors.ts';
import { limits } from '../platform/limits.ts';

/** When something of a visit happened, and what its sender's clock said where that cannot be right. */
export interface VisitTime {
  at: string;
  deviceAt: string | null;
  flags: EvidenceFlag[];
}

/**
 * When something of a visit happened: as the sender says, or now. Nobody is kept from the door for a clock that is wrong, so a time that cannot be
 * right (ahead of the platform's clock, or long before the planned time) is replaced by the time of arrival, kept beside it, and flagged.
 */
export function visitTimeOf(
  ctx: Pick<Caller, 'now' | 'nowMs'>,
  visit: Pick<Visit, 'plannedFrom'>,
  stated: string | null | undefined,
): VisitTime {
  const now = ctx.nowMs();
  if (!stated) return { at: ctx.now(), deviceAt: null, flags: [] };
  const statedMs = Date.parse(stated);
  const earliest =
    Math.min(now, visit.plannedFrom ? Date.parse(visit.plannedFrom) : now) - limits.deviceBehindDaysMax * dayMs;
  if (statedMs >= earliest && statedMs <= now) return { at: stated, deviceAt: null, flags: [] };
  // A clock that is a little ahead is no wonder, but nothing has happened yet that lies ahead.
  const isWrong = statedMs < earliest || statedMs > now + limits.deviceAheadMs;
  return { at: ctx.now(), deviceAt: stated, flags: isWrong ? ['CLOCK_WRONG'] : [] };
}

/** Hours that a check-in lies before or after the planned time; 0 inside it. */
export function hoursOutsidePlan(
  { plannedFrom, plannedTo }: Pick<Visit, 'plannedFrom' | 'plannedTo'>,
  at: string,
): number {
  const atMs = Date.parse(at);
  const early = plannedFrom ? Date.parse(plannedFrom) - atMs : 0;
  const late = plannedTo ? atMs - Date.parse(plannedTo) : 0;
  return Math.max(0, early, late) / 3_600_000;
}

/**
 * When something was measured or asked that is written down afterwards by staff, or now. Refuses with TIME_IN_FUTURE, TIME_TOO_LONG_AGO: there is no
 * door to be kept from, and a slip of the finger is put right at once.
 */
export function timeOf(ctx: Pick<Caller, 'now' | 'nowMs'>, at: string | null | undefined): string {
  if (!at) return ctx.now();
  const path = ['input', 'measuredAt'];
  if (Date.parse(at) > ctx.nowMs() + limits.deviceAheadMs) throw new Refusal('TIME_IN_FUTURE', {}, path);
  if (Date.parse(at) < ctx.nowMs() - limits.backdatedDaysMax * dayMs)
    throw new Refusal('TIME_TOO_LONG_AGO', { days: limits.backdatedDaysMax }, path);
  return at;
}

const dayMs = 86_400_000;
