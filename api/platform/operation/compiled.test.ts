import { expect, test } from '@jest/globals';
import { platformSchema } from '../../app.ts';
import { limits } from '../common/limits.ts';
import { Permissions } from '../authorization/policy.ts';
import { Operations } from './operations.ts';
import type { Prepared } from './prepared.ts';

const schema = platformSchema();
const fresh = () => new Operations(schema, new Permissions());

function prepared(operations: Operations, source: string): Prepared {
  const found = operations.prepare(source);
  if ('errors' in found) throw new Error(found.errors.map(({ message }) => message).join('\n'));
  return found;
}

test.each([
  [
    'a board',
    '{ serviceRequests(first: 50) { nodes { state community { name } visits { volunteer { displayName } } } } }',
  ],
  [
    'nested pages',
    'query ($first: Int!) { communities(first: $first) { nodes { name teams(first: 5) { nodes { name members { displayName } } } } } }',
  ],
  [
    'one request',
    'query ($id: ID!) { serviceRequest(id: $id) { note elder { displayName } history { version } } }',
  ],
  ['the caller', '{ me { account { displayName } grants { role } } }'],
])('the document of %s is compiled and cached', (_, source) => {
  const operations = fresh();
  const once = prepared(operations, source);
  expect(once.compiled).not.toBeNull();
  expect(prepared(operations, source)).toBe(once);
});

test('a document that cannot be compiled is prepared nevertheless', () => {
  const source =
    'mutation ($input: AcceptServiceRequestInput!) { acceptServiceRequest(input: $input) { request { id } } }';
  expect(prepared(fresh(), source).compiled).toBeNull();
});

test('the cache keeps a limited number of documents, the most recently used ones', () => {
  const operations = fresh();
  const document = (index: number) => `{ me { a${index}: __typename } }`;
  const [first, second] = [prepared(operations, document(0)), prepared(operations, document(1))];
  for (let index = 2; index <= limits.preparedOperationsMax; index += 1) {
    prepared(operations, document(index));
    // Requested repeatedly, so it stays in the cache.
    if (index % 100 === 0) prepared(operations, document(1));
  }
  expect(prepared(operations, document(1))).toBe(second);
  expect(prepared(operations, document(0))).not.toBe(first);
});
