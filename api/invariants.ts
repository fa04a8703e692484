import type { Invariant } from './platform/database/invariants.ts';
import { requestInvariants } from './requests/requests.invariants.ts';
import { ledgerInvariants } from './timebank/ledger.invariants.ts';

/** All invariants that `npm run ledger:check` checks, in the order of its output. */
export const invariants: readonly Invariant[] = [...ledgerInvariants, ...requestInvariants];
