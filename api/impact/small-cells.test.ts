import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seed } from '../testing/seed.ts';
import { suppressedCells } from './small-cells.ts';

const cellsOf = (...elders: number[]) =>
  elders.map((eldersServed, index) => ({ id: String(index), eldersServed }));

test.each([
  ['enough people everywhere: all is shown', [5, 9, 30], []],
  ['nobody is not few people', [0, 0, 12], []],
  ['one small one takes the next with it, or the sum would give it away', [1, 40, 9], ['0', '2']],
  ['two small ones that are few together take a third one', [1, 1, 40, 9], ['0', '1', '3']],
  ['two small ones that are enough together stand alone', [4, 3, 40], ['0', '1']],
  ['the only one', [2], ['0']],
])('%s', (_, elders, expected) => {
  expect([...suppressedCells(cellsOf(...elders), 5)].sort()).toEqual(expected);
});

test('what is left out is never one community, nor fewer people than the threshold, where there are others', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 20 }), { maxLength: 12 }),
      fc.integer({ min: 3, max: 10 }),
      (elders, threshold) => {
        const cells = cellsOf(...elders);
        const left = suppressedCells(cells, threshold);
        const out = cells.filter(({ id }) => left.has(id));
        const shown = cells.filter(({ id }) => !left.has(id));
        expect(
          shown.every(({ eldersServed }) => eldersServed === 0 || eldersServed >= threshold),
        ).toBe(true);
        if (out.length === 0 || shown.every(({ eldersServed }) => eldersServed === 0)) return;
        expect(out.length).toBeGreaterThan(1);
        expect(out.reduce((sum, { eldersServed }) => sum + eldersServed, 0)).toBeGreaterThanOrEqual(
          threshold,
        );
      },
    ),
    { seed },
  );
});
