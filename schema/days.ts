import { addTextRule, Written } from './input-rules.ts';

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

/**
 * Input for a day, such as `2026-03-05`. Another form is refused with DAY_INVALID, and a day that
 * does not exist in the calendar with NO_SUCH_DAY.
 */
export function Day(): PropertyDecorator {
  return dayIn(/^\d{4}-\d{2}-\d{2}$/, 'DAY_INVALID');
}

/**
 * Input for a local time, such as `2026-03-05T09:00`. Another form is refused with
 * LOCAL_TIME_INVALID, and a day that does not exist in the calendar with NO_SUCH_DAY.
 */
export function WallTime(): PropertyDecorator {
  return dayIn(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'LOCAL_TIME_INVALID');
}

/** Input for a time of day from 00:00 to 23:59. Refused with TIME_OF_DAY_INVALID otherwise. */
export function TimeOfDay(): PropertyDecorator {
  return Written(/^([01]\d|2[0-3]):[0-5]\d$/, 'TIME_OF_DAY_INVALID');
}

/** Input for a time of day up to 24:00, the end of the day. Refused as a TimeOfDay. */
export function EndOfDay(): PropertyDecorator {
  return Written(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'TIME_OF_DAY_INVALID');
}

function dayIn(pattern: RegExp, code: string): PropertyDecorator {
  return (target, property) => {
    addTextRule(target, property, {
      name: 'dayPattern',
      code,
      isFine: (text) => pattern.test(text),
    });
    addTextRule(target, property, {
      name: 'dayExists',
      code: 'NO_SUCH_DAY',
      paramsOf: (value) => ({ day: String(value).slice(0, 10) }),
      isFine: (text) => !pattern.test(text) || isDay(text.slice(0, 10)),
    });
  };
}
