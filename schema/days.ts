import { registerDecorator, type ValidationArguments } from 'class-validator';

/** Whether there is such a day, as `2026-03-05`: 30 February is none. */
export function isDay(text: string): boolean {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return instant !== null && !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text;
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
      // As schema/text.ts does; api/platform/operation/input.ts reads it.
      (value) => JSON.stringify({ code: 'NO_SUCH_DAY', params: { day: value.slice(0, 10) } }),
    );
  };
}
