import type { RequestSeries, SeriesWindow } from '../../../schema/requests/request-series.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import { Refusal } from '../../platform/errors.ts';
import { instantOf, type LocalTime } from './local-time.ts';

/**
 * Whether the windows of a series lie inside the window of each occurrence and are long enough, so that somebody hears of it now and not
 * when a request is made in three weeks. Refuses with TIME_WINDOW_INVALID, TIME_WINDOW_OUTSIDE, TIME_WINDOW_TOO_SHORT.
 */
export function checkSeriesWindows(
  series: Pick<RequestSeries, 'startsAt' | 'windowMinutes' | 'wish'>,
  minutes: number,
): void {
  const begin = minutesOf(series.startsAt.slice(11));
  (series.wish.windows ?? []).forEach((window, index) => {
    const path = ['input', 'windows', String(index)];
    const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
    if (to <= from) throw new Refusal('TIME_WINDOW_INVALID', { why: 'end' }, path);
    if (from < begin || to > begin + series.windowMinutes) throw new Refusal('TIME_WINDOW_OUTSIDE', {}, path);
    if (to - from < minutes) throw new Refusal('TIME_WINDOW_TOO_SHORT', { minutes }, path);
  });
}

/** The windows of an occurrence as instants; those that a change of the clocks leaves nothing of are passed over. */
export function windowsOn(occurrence: LocalTime, windows: readonly SeriesWindow[], zone: string): TimeWindow[] {
  const day = occurrence.slice(0, 10);
  return windows
    .map(({ from, to }) => ({ from: instantOf(`${day}T${from}`, zone), to: endOn(day, to, zone) }))
    .filter(({ from, to }) => from < to);
}

function endOn(day: string, time: string, zone: string): string {
  if (time !== '24:00') return instantOf(`${day}T${time}`, zone);
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return instantOf(`${next}T00:00`, zone);
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
