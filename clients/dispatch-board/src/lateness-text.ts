import type { TFunction } from 'i18next';
import type { Lateness } from './steps.ts';
import type { Clock } from './time.ts';

/**
 * "应于 13:43 到达，已晚 26 分钟": what is overdue since when, never that all of a window is over when it is
 * not.
 */
export function latenessText(late: Lateness, clock: Clock, t: TFunction): string {
  return t(`late.${late.what}`, { due: clock.shortMoment(late.due), ...spanOf(late.minutes, t) });
}

/** "26 分钟", "3 小时", "2 天": nobody counts a day in minutes. */
export function spanOf(minutes: number, t: TFunction): { span: string } {
  if (minutes < 120) return { span: t('span.minutes', { count: minutes }) };
  if (minutes < 48 * 60) return { span: t('span.hours', { count: Math.floor(minutes / 60) }) };
  return { span: t('span.days', { count: Math.floor(minutes / 1_440) }) };
}
