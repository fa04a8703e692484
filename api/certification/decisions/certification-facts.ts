import type { EvidenceKind } from '../../../schema/certification/evidence.ts';
import type { EvidencePolicy } from '../../../schema/certification/evidence-policy.ts';
import type { ServiceKind } from '../../../schema/requests/service-kind.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { CoinRules } from '../../../schema/timebank/coin-policy.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { rulesOf, type StoredRules } from '../../timebank/coin-rules.ts';
import { isNotWithdrawn } from '../evidence/evidence-records.ts';
import { type PolicyInForce, policyOf, selectPolicyOf } from './evidence-policy.ts';

/** Facts that a certification decision rests on. */
export interface LoadedCertificationFacts {
  kind: Pick<ServiceKind, 'code' | 'category' | 'coinsPerHour'>;
  policy: PolicyInForce;
  /** The coin rules in force when the elder booked. */
  rules: CoinRules;
  present: EvidenceKind[];
  /** Accounts that entered the evidence that counts. */
  authors: string[];
  reviews: { open: number; resolved: number };
}

/** Loads the facts in one statement. Arrival and departure are read from the visit itself. */
export async function loadCertificationFacts(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  happenedAt: string,
): Promise<LoadedCertificationFacts> {
  const [row] = await tx.rows<GroundsRow>(selectGrounds, {
    visitId: visit.id,
    kindId: request.kindId,
    at: happenedAt,
    openedAt: request.openedAt,
  });
  if (!row) throw new Error('A statement without a condition gave no row.');
  const present: EvidenceKind[] = [...row.kinds];
  if (visit.checkedInAt) present.push('CHECK_IN');
  if (visit.checkedOutAt) present.push('CHECK_OUT');
  return {
    kind: row.kind,
    policy: policyOf(row.policy),
    rules: rulesOf(row.rules),
    present,
    authors: row.authors,
    reviews: { open: row.open, resolved: row.resolved },
  };
}

interface GroundsRow {
  kind: LoadedCertificationFacts['kind'];
  policy: EvidencePolicy | null;
  rules: StoredRules;
  kinds: EvidenceKind[];
  authors: string[];
  open: number;
  resolved: number;
}

const selectGrounds = statement(
  'certification.selectGrounds',
  `select
     (select jsonb_build_object('code', k.code, 'category', k.category, 'coinsPerHour', k.coins_per_hour::text)
      from service_kind k where k.foundation_id = :foundationId and k.id = :kindId) as kind,
     ${selectPolicyOf(':kindId::uuid', ':at')} as policy,
     ledger_rules(:foundationId, :openedAt) as rules,
     array(select distinct e.kind from evidence e where e.foundation_id = :foundationId and e.visit_id = :visitId and e.counts and ${isNotWithdrawn('e')}) as kinds,
     array(select distinct e.actor_account_id from evidence e where e.foundation_id = :foundationId and e.visit_id = :visitId and e.counts and ${isNotWithdrawn('e')}) as authors,
     count(*) filter (where state = 'OPEN')::integer as open, count(*) filter (where state = 'RESOLVED')::integer as resolved
   from review_item where foundation_id = :foundationId and visit_id = :visitId`,
);
