import { registerDecorator, type ValidationArguments } from 'class-validator';

/**
 * Years in which instants and days are accepted. The first covers the birth of the oldest
 * volunteer; nobody plans beyond the last. Values outside are typing or program errors, and would
 * fail later at the limits of the database.
 */
export const yearMin = 1900;
export const yearMax = 2199;

/** Whether a text is a calendar day within these years, written as 2026-03-05. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  // 30 February fits the pattern but rolls over when it is parsed as a date.
  return (
    year >= yearMin &&
    year <= yearMax &&
    new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
  );
}

/**
 * Input for a day, such as `2026-03-05`. A day that does not exist in the calendar is refused with
 * NO_SUCH_DAY.
 */
export function Day(): PropertyDecorator {
  return written(/^\d{4}-\d{2}-\d{2}$/, 'write a day such as 2026-03-05.');
}

/**
 * Input for a local time, such as `2026-03-05T09:00`. It is refused under the same conditions as a
 * Day.
 */
export function WallTime(): PropertyDecorator {
  return written(
    /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/,
    'write a time of the wall clock such as 2026-03-05T09:00.',
  );
}

function written(pattern: RegExp, message: string): PropertyDecorator {
  return (target, property) => {
    const check = (
      name: string,
      isFine: (text: string) => boolean,
      words: (value: string) => string,
    ): void => {
      registerDecorator({
        name,
        target: target.constructor,
        propertyName: property as string,
        options: { message: ({ value }: ValidationArguments) => words(String(value)) },
        validator: {
          validate: (value: unknown) =>
            value === null || value === undefined || (typeof value === 'string' && isFine(value)),
        },
      });
    };
    check(
      'dayPattern',
      (text) => pattern.test(text),
      () => message,
    );
    check(
      'dayExists',
      (text) => !pattern.test(text) || isDay(text.slice(0, 10)),
      // As schema/text.ts does; api/platform/operation/input-errors.ts reads it.
      (value) => JSON.stringify({ code: 'NO_SUCH_DAY', params: { day: value.slice(0, 10) } }),
    );
  };
}
