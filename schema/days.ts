/**
 * Years in which instants and days are accepted. The first covers the birth of the oldest
 * volunteer; nobody plans beyond the last. Values outside are typing or program errors, and would
 * fail later at the limits of the database.
 */
export const yearMin = 1900;
export const yearMax = 2199;

/** Whether a text is a calendar day within these years, written as 2026-03-05. */
export function isDay(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && year >= yearMin && year <= yearMax && isInCalendar(text)
  );
}

/** Whether a text of the form 2026-03-05 is a day of the calendar, in any year. */
export function isInCalendar(text: string): boolean {
  // 30 February fits the form but rolls over when it is parsed as a date.
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toJSON().slice(0, 10) === text;
}
