import { expect, test } from '@jest/globals';
import type { VisitState } from '../../schema/requests/visit.ts';
import { stateOfVisits } from './state-of-visits.ts';

test.each<[string, VisitState[]]>([
  ['null', []],
  ['OPEN', ['PLANNED']],
  ['ASSIGNED', ['PLANNED', 'PLANNED']],
  ['IN_PROGRESS', ['PLANNED', 'CHECKED_IN']],
  ['IN_PROGRESS', ['PLANNED', 'CERTIFIED']],
  ['IN_PROGRESS', ['CHECKED_IN', 'CHECKED_OUT']],
  ['AWAITING_CERTIFICATION', ['CHECKED_OUT', 'DISPUTED', 'CERTIFIED']],
  ['DISPUTED', ['DISPUTED', 'CERTIFIED']],
  ['CERTIFIED', ['CERTIFIED', 'CERTIFIED']],
])('a request with two places is %s with visits that are %j', (state, visits) => {
  expect(String(stateOfVisits(visits, 2))).toBe(state);
});
