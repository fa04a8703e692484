import { HoursRecord } from '../../schema/timebank/hours-record.ts';
import type { MutationTransaction } from '../platform/context.ts';
import type { Business } from './ledger.ts';

export interface Hours {
  communityId: string;
  volunteerId: string;
  personId: string;
  minutes: number;
  category: string;
  happenedAt: string;
  business: Business;
}

/** Writes certified minutes, once for each cause; a unique index refuses a second record for the same one. */
export async function recordHours(tx: MutationTransaction, { business, ...hours }: Hours): Promise<void> {
  await tx.add(HoursRecord, {
    ...hours,
    bookedAt: new Date().toISOString(),
    businessKind: business.kind,
    businessId: business.id,
  });
}
