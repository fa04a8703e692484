/** Columns that a statement selects of a table, under its alias. */
export interface Columns {
  (alias: string): string;
  /** The source columns of the table, for an inner query that should select no others. */
  plain(alias: string): string;
}

export const allColumns: Columns = Object.assign((alias: string) => `${alias}.*`, {
  plain: (alias: string) => `${alias}.*`,
});
