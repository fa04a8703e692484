/** What a statement selects of a table, by its alias in the statement. */
export interface Columns {
  (alias: string): string;
  /**
   * The columns of the table that this is made of, for a step on the way that should carry no
   * others.
   */
  plain(alias: string): string;
}

export const allColumns: Columns = Object.assign((alias: string) => `${alias}.*`, {
  plain: (alias: string) => `${alias}.*`,
});
