import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { TimeWindow } from '../../schema/requests/time-window.ts';
import { Refusal } from '../platform/common/errors.ts';

/** Maximum lead time of a request in days; more is most likely a typing error. */
const daysAheadMax = 400;
/** Maximum duration of a request in days; longer ones are series. */
const daysLongMax = 31;

/**
 * Validates and sorts the windows of a request, all inside its whole time span.
 * Refuses with TIME_WINDOW_INVALID, TIME_WINDOW_PAST, TIME_WINDOW_TOO_FAR, TIME_WINDOW_TOO_LONG,
 * TIME_WINDOW_TOO_SHORT, TIME_WINDOW_OUTSIDE.
 */
export function checkWindows(
  whole: { requestedFrom: string; requestedTo: string },
  alternatives: readonly TimeWindow[],
  minutes: number,
  nowMs: number,
): TimeWindow[] {
  const from = Date.parse(whole.requestedFrom);
  const to = Date.parse(whole.requestedTo);
  if (to <= from)
    throw new Refusal('TIME_WINDOW_INVALID', { why: 'end' }, ['input', 'requestedTo']);
  if (to <= nowMs) throw new Refusal('TIME_WINDOW_PAST', {}, ['input', 'requestedTo']);
  if (from > nowMs + daysAheadMax * dayMs)
    throw new Refusal('TIME_WINDOW_TOO_FAR', { daysAheadMax }, ['input', 'requestedFrom']);
  if (to - from > daysLongMax * dayMs)
    throw new Refusal('TIME_WINDOW_TOO_LONG', { daysLongMax }, ['input', 'requestedTo']);
  if (to - from < minutes * 60_000)
    throw new Refusal('TIME_WINDOW_TOO_SHORT', { minutes }, ['input', 'requestedTo']);
  alternatives.forEach((window, index) => {
    const path = ['input', 'windows', String(index)];
    const [begin, end] = [Date.parse(window.from), Date.parse(window.to)];
    if (end <= begin) throw new Refusal('TIME_WINDOW_INVALID', { why: 'end' }, path);
    if (begin < from || end > to) throw new Refusal('TIME_WINDOW_OUTSIDE', {}, path);
    if (end - begin < minutes * 60_000)
      throw new Refusal('TIME_WINDOW_TOO_SHORT', { minutes }, path);
  });
  return alternatives
    .map(({ from: begin, to: end }) => ({ from: begin, to: end }))
    .toSorted(byBegin);
}

/** The whole time span of several windows. */
export function spanOf(windows: readonly TimeWindow[]): {
  requestedFrom: string;
  requestedTo: string;
} {
  const begins = windows.map((window) => window.from).toSorted();
  const ends = windows.map((window) => window.to).toSorted();
  return { requestedFrom: begins[0] ?? '', requestedTo: ends.at(-1) ?? '' };
}

export function windowsOf(
  request: Pick<ServiceRequest, 'windows' | 'requestedFrom' | 'requestedTo'>,
): TimeWindow[] {
  return request.windows.length > 0
    ? request.windows
    : [{ from: request.requestedFrom, to: request.requestedTo }];
}

/** Planned time of a visit. */
export interface PlannedTime {
  plannedFrom: string;
  plannedTo: string;
}

type Windows = Pick<
  ServiceRequest,
  'windows' | 'requestedFrom' | 'requestedTo' | 'minutesExpected'
>;

/** Planned time of a visit that begins at `begin`. Refuses with BEGIN_OUTSIDE_WINDOWS. */
export function plannedTimeFrom(request: Windows, begin: string): PlannedTime {
  if (!isInWindows(request, begin))
    throw new Refusal('BEGIN_OUTSIDE_WINDOWS', {}, ['input', 'begin']);
  return timeFrom(Date.parse(begin), request.minutesExpected * 60_000);
}

/** Whether a visit that begins at `begin` ends inside a window of its request. */
export function isInWindows(request: Windows, begin: string): boolean {
  const beginMs = Date.parse(begin);
  const endMs = beginMs + request.minutesExpected * 60_000;
  return windowsMsOf(request).some(({ from, to }) => beginMs >= from && endMs <= to);
}

/** Planned time of a visit in the first window that remains, which may have begun. */
export function firstPlannedTime(request: Windows, nowMs: number): PlannedTime {
  const lengthMs = request.minutesExpected * 60_000;
  const windows = windowsMsOf(request);
  // In a window that has begun, the visit begins now.
  const next = windows.find(({ to }) => to - lengthMs >= nowMs) ?? windows.at(-1);
  const earliest = next?.from ?? Date.parse(request.requestedFrom);
  const latest = (next?.to ?? Date.parse(request.requestedTo)) - lengthMs;
  return timeFrom(Math.max(earliest, Math.min(nowMs, latest)), lengthMs);
}

const dayMs = 86_400_000;

function windowsMsOf(request: Windows): { from: number; to: number }[] {
  return windowsOf(request).map(({ from, to }) => ({
    from: Date.parse(from),
    to: Date.parse(to),
  }));
}

function byBegin(left: TimeWindow, right: TimeWindow): number {
  return left.from < right.from ? -1 : left.from > right.from ? 1 : 0;
}

function timeFrom(beginMs: number, lengthMs: number): PlannedTime {
  return {
    plannedFrom: new Date(beginMs).toISOString(),
    plannedTo: new Date(beginMs + lengthMs).toISOString(),
  };
}
