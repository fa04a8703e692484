import { ReadSnapshot } from '../platform/database/read-snapshot.ts';
import type { Statement } from '../platform/database/statement.ts';

/** Records the statements of snapshots as they are sent, the latest last. May be emptied. */
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
