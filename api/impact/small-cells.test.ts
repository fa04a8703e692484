import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seed } from '../testing/seed.ts';
import { suppressedCells } from './small-cells.ts';

const cellsOf = (...elders: number[]) =>
  elders.map((eldersServed, index) => ({ id: String(index), eldersServed }));

test.each([
  ['cells with enough people are all shown', [5, 9, 30], []],
  ['an empty cell is not a small one', [0, 0, 12], []],
  ['a small cell hides the next larger one, since the sum would reveal it', [1, 40, 9], ['0', '2']],
  ['two small cells that are few together hide a third one', [1, 1, 40, 9], ['0', '1', '3']],
  ['two small cells that are enough together hide no other', [4, 3, 40], ['0', '1']],
  ['the only cell is hidden if it is small', [2], ['0']],
])('suppressedCells decides that %s', (_, elders, expected) => {
  expect([...suppressedCells(cellsOf(...elders), 5)].sort()).toEqual(expected);
});

test('suppressed cells are never one alone, nor fewer people than the threshold, where there are others', () => {
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
