import { expect, test } from '@jest/globals';
import { hoursOfParts, hoursText } from './hours.ts';

test.each([
  [[50, 50, 50], ['0.84', '0.83', '0.83'], '2.5'],
  [[100, 91, 200], ['1.67', '1.52', '3.33'], '6.52'],
  [[40, 40, 311], ['0.67', '0.67', '5.18'], '6.52'],
  [[60], ['1'], '1'],
  [[], [], '0'],
])('the hours of %j add up to their total', (minutes, hours, total) => {
  expect(hoursOfParts(minutes)).toEqual(hours);
  expect(hoursText(minutes.reduce((sum, part) => sum + part, 0))).toBe(total);
  const sum = hours.reduce((hundredths, part) => hundredths + Math.round(Number(part) * 100), 0);
  expect(sum / 100).toBe(Number(total));
});
