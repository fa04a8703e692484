import { ReadSnapshot } from '../platform/database/read-snapshot.ts';
import type { Statement } from '../platform/database/statement.ts';

/** Looks at what readers send, as it passes by: the latest is last. Empty it as you like. */
export function watchStatements(): Statement[] {
  const seen: Statement[] = [];
  const { value } = Object.getOwnPropertyDescriptor(ReadSnapshot.prototype, 'rows')!;
  const rows = value as (...parameters: Parameters<ReadSnapshot['rows']>) => Promise<never>;
  Object.assign(ReadSnapshot.prototype, {
    async rows(this: ReadSnapshot, ...parameters: Parameters<ReadSnapshot['rows']>) {
      seen.push(parameters[0]);
      return rows.apply(this, parameters);
    },
  });
  return seen;
}
