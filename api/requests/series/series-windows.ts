import type { RequestSeries, SeriesWindow } from '../../../schema/requests/request-series.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { instantOf, type LocalDateTime } from './local-date-time.ts';

/**
 * Checks that the windows of a series lie inside each occurrence's window and are long enough.
 * Errors thus show now and not when a request is opened in three weeks.
 * Refuses with TIME_WINDOW_INVALID, TIME_WINDOW_OUTSIDE, TIME_WINDOW_TOO_SHORT.
 */
export function checkSeriesWindows(
  series: Pick<RequestSeries, 'startsAt' | 'windowMinutes' | 'template'>,
  minutes: number,
): void {
  const begin = minutesOf(series.startsAt.slice(11));
  (series.template.windows ?? []).forEach((window, index) => {
    const path = ['input', 'windows', String(index)];
    const [from, to] = minutesIn(window, begin, begin + series.windowMinutes > dayMinutes);
    if (to <= from) throw new Refusal('TIME_WINDOW_INVALID', { why: 'end' }, path);
    if (from < begin || to > begin + series.windowMinutes)
      throw new Refusal('TIME_WINDOW_OUTSIDE', {}, path);
    if (to - from < minutes) throw new Refusal('TIME_WINDOW_TOO_SHORT', { minutes }, path);
  });
}

/** The windows of an occurrence as instants, without those that a clock change leaves empty. */
export function windowsOn(
  occurrence: LocalDateTime,
  windows: readonly SeriesWindow[],
  zone: string,
): TimeWindow[] {
  const day = Date.parse(`${occurrence.slice(0, 10)}T00:00:00Z`);
  const at = (minutes: number) =>
    instantOf(new Date(day + minutes * 60_000).toISOString().slice(0, 16), zone);
  return windows
    .map((window) => minutesIn(window, minutesOf(occurrence.slice(11)), true))
    .map(([from, to]) => ({ from: at(from), to: at(to) }))
    .filter(({ from, to }) => from < to);
}

/**
 * Begin and end of a window, in minutes of the day on which the occurrence begins; above 1440 past
 * midnight.
 */
function minutesIn(
  { from, to }: SeriesWindow,
  begin: number,
  mayPassMidnight: boolean,
): [number, number] {
  const fromDay = minutesOf(from);
  // 00:00 is the end of the day.
  const toDay = minutesOf(to) || dayMinutes;
  if (!mayPassMidnight) return [fromDay, toDay];
  const begins = fromDay < begin ? fromDay + dayMinutes : fromDay;
  const ends = toDay + (begins - fromDay);
  return [begins, ends <= begins ? ends + dayMinutes : ends];
}

const dayMinutes = 24 * 60;

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
