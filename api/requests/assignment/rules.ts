import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { timeZoneOf } from '../dispatch/time-zone.ts';

/** A foundation's rules for the work of volunteers. */
export interface Rules {
  policy: DispatchPolicy;
  /** IANA time zone in which days and weeks are counted. */
  zone: string;
}

export async function rulesOf(tx: MutationTransaction): Promise<Rules> {
  const [policy, zone] = await Promise.all([
    dispatchPolicyOf(tx, tx.foundationId, tx.caller.now()),
    timeZoneOf(tx, tx.foundationId),
  ]);
  return { policy, zone };
}
