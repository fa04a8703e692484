import { registerDecorator, type ValidationArguments } from 'class-validator';

/**
 * Years that a programme deals with: its oldest volunteer was born in the first, and nobody plans beyond the last. Instants and days
 * outside are slips of a finger or of a program, and at the ends of what a database can hold they would fail there.
 */
export const yearMin = 1900;
export const yearMax = 2199;

/** Whether a text is a day of the calendar, written as 2026-03-05, of those years. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const year = Number(text.slice(0, 4));
  // 30 February fits the pattern, but rolls over when it is read as a date.
  return year >= yearMin && year <= yearMax && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

/** An input that is a day, such as `2026-03-05`. One that the calendar does not have is refused with NO_SUCH_DAY. */
export function Day(): PropertyDecorator {
  return written(/^\d{4}-\d{2}-\d{2}$/, 'write a day such as 2026-03-05.');
}

/** An input that is a time by the wall clock, such as `2026-03-05T09:00`. Refused as a Day is. */
export function WallTime(): PropertyDecorator {
  return written(
    /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/,
    'write a time of the wall clock such as 2026-03-05T09:00.',
  );
}

function written(pattern: RegExp, message: string): PropertyDecorator {
  return (target, property) => {
    const check = (name: string, isFine: (text: string) => boolean, words: (value: string) => string): void => {
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
