import type { Statement } from '../database/statement.ts';
import type { Vault } from '../vault.ts';

/** Somebody who was just registered. */
export interface NewPerson {
  id: string;
  communityId: string;
  name: string;
}

/**
 * What a module keeps about a person. `api/people/import.test.ts` holds every table with people in
 * it to stand in one.
 */
export interface DataSubjectHandler<Tx> {
  /** Statements by table that read what is about a person: $1 is the tenant, $2 the person. */
  readonly rows: Readonly<Record<string, Statement>>;
  /** How to put rows of a table into clear for a copy, where something in them is sealed. */
  readonly open?: Readonly<
    Record<string, (vault: Vault, row: Record<string, unknown>) => Record<string, unknown>>
  >;
  /** Begins what the module keeps for every new person, in one statement for all of them. */
  readonly begin?: (tx: Tx, people: readonly NewPerson[]) => Promise<void>;
  /**
   * Removes what is kept only as long as the person agrees to that purpose, since they took it
   * back.
   */
  readonly consentWithdrawn?: (tx: Tx, personId: string, purpose: string) => Promise<void>;
  /** Refuses when the person cannot be erased yet, for instance because something is still open. */
  readonly mayErase?: (tx: Tx, personId: string) => Promise<void>;
  /** Takes out what identifies the person, and leaves what ledgers and counts rest on. */
  readonly erase?: (tx: Tx, erased: ErasedPerson) => Promise<void>;
  /** A person's name was corrected: copies of it that are not frozen on purpose follow. */
  readonly renamed?: (tx: Tx, renamed: RenamedPerson) => Promise<void>;
}

/** Somebody who is being erased. */
export interface ErasedPerson {
  personId: string;
  /** What they are called from now on; nobody can work out from it who it was. */
  pseudonym: string;
  /** All that they were called so far: in words of others these are replaced. */
  names: readonly string[];
  /** Logins that are closed with them. */
  accountIds: readonly string[];
}

/** Somebody whose full name was corrected. */
export interface RenamedPerson {
  personId: string;
  from: string;
  to: string;
}
