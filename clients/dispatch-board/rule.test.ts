import { expect, test } from '@jest/globals';
import dayjs from 'dayjs';
import { ruleOf } from './src/scheduling/rule.ts';

test('a series ends on the chosen day, whatever the time of its visits', () => {
  const until = dayjs('2027-03-31T06:00');
  expect(ruleOf('DAILY', [], until)).toBe('FREQ=DAILY;UNTIL=20270331');
  expect(ruleOf('WEEKLY', ['WE', 'MO'], until)).toBe('FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270331');
  expect(ruleOf('NONE', [], until)).toBeNull();
});
