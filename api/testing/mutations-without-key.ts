/** Mutations that take no idempotency key, each with its reason. */
export const mutationsWithoutKey: Readonly<Record<string, string>> = {
  disclosePersonalData: 'Each answer shows personal data and is recorded as a disclosure.',
  discloseVisitDetails: 'As disclosePersonalData.',
  exportPersonalData: 'As disclosePersonalData.',
  setPassword: 'The current password proves the caller, so a repeat is refused: PASSWORD_WRONG.',
};

/** Whether a mutation takes an idempotency key. */
export function takesKey(mutation: string): boolean {
  return !Object.hasOwn(mutationsWithoutKey, mutation);
}
