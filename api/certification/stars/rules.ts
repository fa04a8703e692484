/** The national rule; in force until a foundation sets its own. */
export const nationalRule = {
  name: '全国通行星级（志愿服务记录办法）',
  hours: [100, 300, 600, 1_000, 1_500],
  needsConfirmation: false,
} as const;

/**
 * Rules in use, as a start for foundations. Local rules are marked, since they change and are
 * published locally.
 */
export const starRules = [
  nationalRule,
  { name: '地方星级 30/60/100/200/300', hours: [30, 60, 100, 200, 300], needsConfirmation: true },
  { name: '地方星级 50/100/200/400/800', hours: [50, 100, 200, 400, 800], needsConfirmation: true },
] as const;

/** Number of stars for certified minutes. */
export function levelOf(minutes: number, hours: readonly number[]): number {
  return hours.filter((threshold) => minutes >= threshold * 60).length;
}
