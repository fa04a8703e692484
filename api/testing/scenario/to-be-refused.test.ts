import { describe, expect, test } from '@jest/globals';
import { MutationRefused } from '../caller.ts';

const refusal = {
  code: 'INVALID_ID',
  message: 'This is no id of an elder.',
  path: ['input', 'elderId'],
  params: [],
};
const refused = () => Promise.reject(new MutationRefused('openServiceRequest', [refusal]));
const tried = () => Promise.resolve({ request: null, errors: [refusal] });

describe('toBeRefused', () => {
  test('the matcher accepts a refused mutation, thrown or as a payload', async () => {
    await expect(refused()).toBeRefused('INVALID_ID');
    await expect(refused()).toBeRefused('INVALID_ID', 'input.elderId');
    await expect(tried()).toBeRefused('INVALID_ID');
    await expect(tried()).toBeRefused('INVALID_ID', 'input.elderId');
  });

  test.each([
    ['another code', refused, ['NOT_FOUND']],
    ['another code in a payload', tried, ['NOT_FOUND']],
    ['another path', refused, ['INVALID_ID', 'input.kindId']],
  ] as const)(
    'the matcher fails on %s, and shows code, path and message',
    async (_, mutate, of) => {
      const [code, path] = of;
      await expect(expect(mutate()).toBeRefused(code, path)).rejects.toThrow(
        'INVALID_ID at input.elderId: This is no id of an elder.',
      );
    },
  );

  test('the matcher fails on a mutation that succeeds', async () => {
    for (const payload of [{ request: {}, errors: [] }, { id: 'request_1' }, undefined])
      await expect(expect(Promise.resolve(payload)).toBeRefused('INVALID_ID')).rejects.toThrow(
        'must be refused with INVALID_ID. It succeeded.',
      );
  });

  test('the matcher fails on a second refusal beside the expected one', async () => {
    const two = Promise.resolve({ errors: [refusal, { ...refusal, code: 'TEXT_EMPTY' }] });
    await expect(expect(two).toBeRefused('INVALID_ID')).rejects.toThrow('TEXT_EMPTY');
  });

  test('the matcher passes any other failure on', async () => {
    const broken = Promise.reject(new Error('The connection was lost.'));
    await expect(expect(broken).toBeRefused('INVALID_ID')).rejects.toThrow(
      'The connection was lost.',
    );
  });

  test('the matcher has no opposite', async () => {
    await expect(expect(tried()).not.toBeRefused('NOT_FOUND')).rejects.toThrow('needs no matcher');
  });
});
