import Sequencer from '@jest/test-sequencer';

/**
 * Files that take longest begin first, so that no core idles at the end. Jest knows how long they took the last time; a fresh clone
 * does not, and would go by the size of the files.
 */
const longest = [
  'api/tenant-isolation.test.ts',
  'api/run/boot.test.ts',
  'api/timebank/ledger.property.test.ts',
  'day.browser.test.ts',
  'api/audit-coverage.test.ts',
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = longest.findIndex((name) => path.endsWith(name));
      return place < 0 ? longest.length : place;
    };
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
}
