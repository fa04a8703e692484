import { describe, expect, test } from '@jest/globals';
import { type GraphQLScalarType, Kind } from 'graphql';
import { RefusedValue } from '../schema/refused-value.ts';
import { CalendarDate, LocalDateTime, LocalTime, YearMonth } from '../schema/scalars.ts';

/** What a scalar makes of a text: the text that it answers with, or the code of its refusal. */
function readBack(scalar: GraphQLScalarType, text: string): unknown[] {
  return [
    () => scalar.parseValue(text),
    () => scalar.parseLiteral({ kind: Kind.STRING, value: text }),
  ].map((read) => {
    try {
      return scalar.serialize(read());
    } catch (error) {
      if (error instanceof RefusedValue) return error.code;
      throw error;
    }
  });
}

describe('a scalar of days and times', () => {
  test.each([
    [CalendarDate, '2026-05-01', '2026-05-01'],
    [CalendarDate, '2028-02-29', '2028-02-29'],
    [CalendarDate, '1900-01-01', '1900-01-01'],
    [CalendarDate, '2199-12-31', '2199-12-31'],
    [CalendarDate, '2026-02-30', 'NO_SUCH_DAY'],
    [CalendarDate, '2026-13-01', 'NO_SUCH_DAY'],
    [CalendarDate, '1899-12-31', 'YEAR_OUT_OF_RANGE'],
    [CalendarDate, '2200-01-01', 'YEAR_OUT_OF_RANGE'],
    [CalendarDate, '2026-05-01T00:00:00Z', 'DATE_INVALID'],
    [CalendarDate, ' 2026-05-01', 'DATE_INVALID'],
    [LocalTime, '09:30', '09:30:00'],
    [LocalTime, '00:00:00', '00:00:00'],
    [LocalTime, '23:59:00.000', '23:59:00'],
    [LocalTime, '24:00', 'LOCAL_TIME_INVALID'],
    [LocalTime, '09:60', 'LOCAL_TIME_INVALID'],
    [LocalTime, '9:30', 'LOCAL_TIME_INVALID'],
    [LocalTime, '09:30:01', 'LOCAL_TIME_INVALID'],
    [LocalTime, '09:30:00Z', 'LOCAL_TIME_INVALID'],
    [LocalDateTime, '2026-05-01T09:30', '2026-05-01T09:30:00'],
    [LocalDateTime, '2026-05-01t09:30:00', '2026-05-01T09:30:00'],
    [LocalDateTime, '2026-05-01T24:00:00', 'LOCAL_DATE_TIME_INVALID'],
    [LocalDateTime, '2026-05-01T09:30:00+08:00', 'LOCAL_DATE_TIME_INVALID'],
    [LocalDateTime, '2026-02-30T09:30:00', 'NO_SUCH_DAY'],
    [LocalDateTime, '0026-05-01T09:30:00', 'YEAR_OUT_OF_RANGE'],
    [YearMonth, '2026-05', '2026-05'],
    [YearMonth, '2026-00', 'YEAR_MONTH_INVALID'],
    [YearMonth, '2026-13', 'YEAR_MONTH_INVALID'],
    [YearMonth, '2026-02-30', 'YEAR_MONTH_INVALID'],
    [YearMonth, '1899-12', 'YEAR_OUT_OF_RANGE'],
  ])('%s reads %s as %s, as a literal and as a variable', (scalar, text, expected) => {
    expect(readBack(scalar, text)).toEqual([expected, expected]);
  });

  test.each([CalendarDate, LocalTime, LocalDateTime, YearMonth])(
    '%s refuses values that are no text',
    (scalar) => {
      for (const value of [2026, true, null, ['2026-05-01']])
        expect(() => scalar.parseValue(value)).toThrow(RefusedValue);
      expect(() => scalar.parseLiteral({ kind: Kind.INT, value: '2026' })).toThrow(RefusedValue);
    },
  );
});
