import type { Statement } from '../database/statement.ts';
import type { Vault } from './vault.ts';

/** A newly registered person. */
export interface NewPerson {
  id: string;
  communityId: string;
  name: string;
}

/**
 * Personal data of a module. `api/people/import.test.ts` requires that a handler covers every table
 * about people.
 */
export interface DataSubjectHandler<Tx> {
  /** Statements by table that read rows about a person, `:personId`. */
  readonly rows: Readonly<Record<string, Statement>>;
  /** Functions by table that decrypt sealed columns for an export. */
  readonly open?: Readonly<
    Record<string, (vault: Vault, row: Record<string, unknown>) => Record<string, unknown>>
  >;
  /** Creates the module's initial rows for new persons, in one statement for all of them. */
  readonly begin?: (tx: Tx, people: readonly NewPerson[]) => Promise<void>;
  /** Deletes data that is kept only with consent to that purpose, after the person withdrew it. */
  readonly consentWithdrawn?: (tx: Tx, personId: string, purpose: string) => Promise<void>;
  /** Refuses when the person cannot be erased yet, for instance because a request is still open. */
  readonly mayErase?: (tx: Tx, personId: string) => Promise<void>;
  /** Removes identifying data, and keeps the rows on which ledgers and counts rest. */
  readonly erase?: (tx: Tx, erased: ErasedPerson) => Promise<void>;
  /** Updates copies of a corrected name, except those that are frozen on purpose. */
  readonly renamed?: (tx: Tx, renamed: RenamedPerson) => Promise<void>;
}

/** A person who is being erased. */
export interface ErasedPerson {
  personId: string;
  /** The new name, from which nobody can infer the person. */
  pseudonym: string;
  /** All names of the person so far. They are replaced in texts that others wrote. */
  names: readonly string[];
  /** Logins that are closed with the person. */
  accountIds: readonly string[];
}

/** A person whose full name was corrected. */
export interface RenamedPerson {
  personId: string;
  from: string;
  to: string;
}
