import { expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { CombinedError } from '@urql/core';
import { troubleOf } from './src/api-client.ts';

test('an error of the platform keeps its code and the path of its input', () => {
  const extensions = { code: 'INVALID_ID', path: ['input', 'elderId'] };
  const error = new CombinedError({
    graphQLErrors: [new GraphQLError('No elder has this id.', { extensions })],
  });
  expect(troubleOf(error)).toMatchObject({
    kind: 'protocol',
    message: 'No elder has this id.',
    ...extensions,
  });
  const lost = new CombinedError({ networkError: new Error('Failed to fetch') });
  expect(troubleOf(lost)).toMatchObject({ kind: 'network', code: null, path: [] });
});
