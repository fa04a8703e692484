import { Reader, type Statement } from '../platform/database/reader.ts';

/** Looks at what readers send, as it passes by: the latest is last. Empty it as you like. */
export function watchStatements(): Statement[] {
  const seen: Statement[] = [];
  const { value } = Object.getOwnPropertyDescriptor(Reader.prototype, 'rows')!;
  const rows = value as (...parameters: Parameters<Reader['rows']>) => Promise<never>;
  Object.assign(Reader.prototype, {
    async rows(this: Reader, ...parameters: Parameters<Reader['rows']>) {
      seen.push(parameters[0]);
      return rows.apply(this, parameters);
    },
  });
  return seen;
}
