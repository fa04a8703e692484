import type { EvidenceFlag } from '../../schema/certification/evidence.ts';
import type { Visit } from '../../schema/requests/visit.ts';
import type { Caller, MutationTransaction } from '../platform/context/mutation.ts';
import { Refusal } from '../platform/common/errors.ts';
import { requestsLimits } from './limits.ts';
import { timebankLimits } from '../timebank/limits.ts';

/** Time of a visit's event, and the sender's clock when that time was implausible. */
export interface VisitTime {
  at: string;
  deviceAt: string | null;
  flags: EvidenceFlag[];
}

/**
 * Time of a visit's event: as stated, or now. A wrong clock never blocks a check-in by app. An
 * implausible time of a device is replaced by the time of receipt, recorded beside it and flagged.
 * Implausible means ahead of the platform's clock, or long before the planned time. A time that
 * staff enter for somebody else is checked as `timeOf` does, since no device stated it.
 * Refuses with TIME_IN_FUTURE, TIME_TOO_LONG_AGO.
 */
export function visitTimeOf(
  { caller: ctx, actingFor }: Pick<MutationTransaction, 'caller' | 'actingFor'>,
  visit: Pick<Visit, 'plannedFrom'>,
  stated: string | null | undefined,
  path: readonly string[] = ['input', 'at'],
): VisitTime {
  const now = ctx.nowMs();
  if (!stated) return { at: ctx.now(), deviceAt: null, flags: [] };
  if (actingFor.channel !== 'APP') {
    const at = timeOf(ctx, stated, path);
    return { at: Date.parse(at) > now ? ctx.now() : at, deviceAt: null, flags: [] };
  }
  const statedMs = Date.parse(stated);
  const earliest =
    Math.min(now, visit.plannedFrom ? Date.parse(visit.plannedFrom) : now) -
    requestsLimits.deviceBehindDaysMax * dayMs;
  if (statedMs >= earliest && statedMs <= now) return { at: stated, deviceAt: null, flags: [] };
  // A clock slightly ahead is normal and not flagged. Yet no event lies in the future, so now
  // replaces it.
  const isWrong = statedMs < earliest || statedMs > now + timebankLimits.deviceAheadMs;
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
 * Time of a measurement that staff enter afterwards, or now. Implausible times are refused, since
 * the author can correct a typing error at once. Refuses with TIME_IN_FUTURE, TIME_TOO_LONG_AGO.
 */
export function timeOf(
  ctx: Pick<Caller, 'now' | 'nowMs'>,
  at: string | null | undefined,
  path: readonly string[],
): string {
  if (!at) return ctx.now();
  if (Date.parse(at) > ctx.nowMs() + timebankLimits.deviceAheadMs)
    throw new Refusal('TIME_IN_FUTURE', {}, path);
  if (Date.parse(at) < ctx.nowMs() - timebankLimits.backdatedDaysMax * dayMs)
    throw new Refusal('TIME_TOO_LONG_AGO', { days: timebankLimits.backdatedDaysMax }, path);
  return at;
}

const dayMs = 86_400_000;
