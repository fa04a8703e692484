import { decodeId, encodeId } from '../../../schema/ids.ts';

/**
 * The OpenID provider knows an account by its subject: the global id that the API shows too. Tables
 * hold the plain id.
 */
export function subjectOf(accountId: string): string {
  return encodeId('account', accountId);
}

/** The plain id of a subject. Null for no subject, and for one that is no id of an account. */
export function accountOf(subject: string | undefined): string | null {
  return subject === undefined ? null : decodeId('account', subject);
}
