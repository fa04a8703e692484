import type { TFunction } from 'i18next';
import type { Lateness } from './steps.ts';
import type { Clock } from './time.ts';

/**
 * "应于 13:43 到达，已晚 26 分钟": names the overdue step and its time. It does not call the whole window
 * over while it is still open.
 */
export function latenessText(late: Lateness, clock: Clock, t: TFunction): string {
  return t(`late.${late.what}`, { due: clock.shortMoment(late.due), ...spanOf(late.minutes, t) });
}

/** "26 分钟", "3 小时", "2 天": days are not counted in minutes. */
export function spanOf(minutes: number, t: TFunction): { span: string } {
  if (minutes < 120) return { span: t('span.minutes', { count: minutes }) };
  if (minutes < 48 * 60) return { span: t('span.hours', { count: Math.floor(minutes / 60) }) };
  return { span: t('span.days', { count: Math.floor(minutes / 1_440) }) };
}
