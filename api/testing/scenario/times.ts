const minuteMs = 60_000;

/** ISO time a number of minutes from now; negative numbers lie in the past. */
export function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * minuteMs).toISOString();
}

/** ISO time a number of hours from now; negative numbers lie in the past. */
export function inHours(hours: number): string {
  return inMinutes(hours * 60);
}

/** ISO time a number of hours after the next full hour, as the API writes it. */
export function fullHourIn(hours: number, nowMs = Date.now()): string {
  const hourMs = 60 * minuteMs;
  return new Date((Math.ceil(nowMs / hourMs) + hours) * hourMs).toISOString().replace('.000Z', 'Z');
}
