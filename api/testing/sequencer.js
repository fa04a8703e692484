import Sequencer from '@jest/test-sequencer';

/**
 * Slow files begin first, so that no core idles at the end. Jest knows earlier durations; in a
 * fresh clone it would go by file size.
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
