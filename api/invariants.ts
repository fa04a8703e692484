import type { Invariant } from './platform/database/invariants.ts';
import { requestInvariants } from './requests/requests.invariants.ts';
import { ledgerInvariants } from './timebank/ledger.invariants.ts';

/** Everything that `npm run ledger:check` tries, in the order in which it tells it. */
export const invariants: readonly Invariant[] = [...ledgerInvariants, ...requestInvariants];
