import type { StoredStep } from '../../../schema/certification/certification.ts';
import type { ServiceKind } from '../../../schema/requests/service-kind.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { formatHundredths } from '../../../schema/scalars.ts';
import type { CoinRules } from '../../../schema/timebank/coin-policy.ts';
import { coinsForService } from '../../timebank/coin-rules.ts';

/** Earned, held and paid coins of a visit, in hundredths. */
export interface Payment {
  coinsPerHour: bigint;
  earned: bigint;
  held: bigint;
  paid: bigint;
}

/** Uses the coin rules in force when the elder booked, as the hold did. */
export function paymentFor(
  rules: CoinRules,
  request: ServiceRequest,
  kind: Pick<ServiceKind, 'code' | 'coinsPerHour'>,
  minutes: number,
): Payment {
  const coinsPerHour = BigInt(request.coinsPerHour ?? kind.coinsPerHour);
  const earned = coinsForService(rules, kind.code, coinsPerHour, minutes);
  // Each volunteer of a request has a separate hold of the same size.
  const held = BigInt(request.coinsHeld) / BigInt(request.volunteersNeeded);
  // The elder agreed to the hold. A longer visit counts in full as hours and is paid up to the
  // hold.
  return { coinsPerHour, earned, held, paid: earned < held ? earned : held };
}

export function coinsStep({ coinsPerHour, earned, held, paid }: Payment): StoredStep {
  const figures = {
    coinsPerHour: formatHundredths(coinsPerHour),
    earned: formatHundredths(earned),
    held: formatHundredths(held),
    paid: formatHundredths(paid),
  };
  return { code: 'TRACE_COINS', passed: true, figures };
}
