import { expect, test } from '@jest/globals';
import { gather } from './app.ts';
import { modules } from './modules.ts';
import { Refusal } from './platform/common/errors.ts';
import { formatted, paramsOf } from './platform/common/message-format.ts';
import { pluralFaults } from './testing/plural-faults.ts';

const { messages } = gather(modules);

/** Params with amounts, which have two decimals. English says "1.00 coins". */
const amounts = new Set(
  'amount available balance coins coinsPerHour earned held limit needed paid'.split(' '),
);

/** Codes whose minimum or maximum is an amount. */
const boundsAreAmounts = new Set(['BELOW_REDEEM_MIN', 'RATE_TOO_LARGE']);

function sentenceWith(code: string, number: string): string {
  const [base = code, rule] = code.split('/');
  const isAmount = (param: string) => amounts.has(param) || boundsAreAmounts.has(code);
  const params = paramsOf(messages.templates().get(code)!.en).map((param) => [
    param,
    isAmount(param) ? `${number}.00` : number,
  ]);
  const refusal = new Refusal(base, { ...Object.fromEntries(params), ...(rule && { rule }) });
  return messages.userError(refusal, 'en').message;
}

test('every English message reads well when its numbers are 1', () => {
  const sentences = [...messages.templates().keys()].map((code) => sentenceWith(code, '1'));
  expect(sentences.filter((sentence) => /\b1\b/.test(sentence)).length).toBeGreaterThan(100);
  expect(sentences.flatMap(pluralFaults)).toEqual([]);
  expect(sentenceWith('TOO_MANY_VOLUNTEERS', '1')).toContain('Only 1 place is left.');
  expect(sentenceWith('TOO_MANY_VOLUNTEERS', '2')).toContain('Only 2 places are left.');
});

test('a plural form has both categories, and Chinese has no plurals', () => {
  for (const { en, zh } of messages.templates().values()) {
    expect(formatted(en, () => '1')).not.toMatch(/[{}]|plural/);
    expect(zh).not.toContain('plural');
  }
});

test.each([
  ['0', '0 places are'],
  ['1', '1 place is'],
  ['2', '2 places are'],
  ['11', '11 places are'],
  ['21', '21 places are'],
  ['1.00', '1.00 places are'],
  ['—', '— places are'],
])('the number %s has its form', (number, words) => {
  expect(formatted('{n, plural, one {# place is} other {# places are}} left', () => number)).toBe(
    `${words} left`,
  );
});

test.each([
  ['Only 1 places are left.', true],
  ['1 more volunteers needed', true],
  ['Only 1 place are left.', true],
  ['Fewer than 1 people', true],
  ['Only 1 place is left. Name fewer volunteers.', false],
  ['1.00 coins are needed, 11 places are left.', false],
  ['1 min of service on one day; visits: 1.', false],
])('the test of plurals judges "%s"', (sentence, isWrong) => {
  expect(pluralFaults(sentence).length > 0).toBe(isWrong);
});
