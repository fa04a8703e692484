import type { AuditAction } from '../../schema/identity/audit-action.ts';
import { newId } from '../../schema/ids.ts';
import type { DisclosePersonalDataInput } from '../../schema/people/person-inputs.ts';
import { Person } from '../../schema/people/person.ts';
import {
  Disclosure,
  type DisclosurePurpose,
  fieldsForPurpose,
  type PersonalData,
  type PersonalField,
  type PersonField,
} from '../../schema/people/personal-data.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { type Details, openDetails, type SealedDetails } from './person-details.ts';
import { subjectOf } from './person-validation.ts';

/**
 * Discloses personal data in clear and records reader, fields, purpose and reason, atomically.
 * Refuses with NOT_FOUND, NOT_ALLOWED, FIELD_NOT_FOR_PURPOSE, PURPOSE_RESERVED.
 */
export async function disclosePersonalData(
  ctx: Context,
  input: DisclosePersonalDataInput,
): Promise<PersonalData> {
  const personId = idFrom('person', input.personId, 'input', 'personId');
  const { purpose, reason } = input;
  const fields: PersonField[] = [];
  if (purpose === 'EXPORT') throw new Refusal('PURPOSE_RESERVED', {}, ['input', 'purpose']);
  for (const field of new Set(input.fields)) {
    if (!isFor(purpose, field))
      throw new Refusal('FIELD_NOT_FOR_PURPOSE', { field, purpose }, ['input', 'fields']);
    fields.push(field);
  }
  let shown: Details = {};
  // Takes no idempotency key, since clear text is not stored as an answer: a repetition is a new
  // disclosure.
  await ctx.mutate(
    { operation: 'disclosePersonalData', input, action: 'personal:discloseForService' },
    async (tx) => {
      const person = await tx.find(Person, 'person', personId);
      const subject = subjectOf({ communityId: person.communityId, personId });
      await tx.authorize(actionFor[purpose], subject, { kind: 'person', id: personId, reason });
      shown = await discloseDetails(tx, person, fields, purpose, reason);
      return {};
    },
  );
  return {
    phone: shown.PHONE ?? null,
    address: shown.ADDRESS ?? null,
    identityNumber: shown.IDENTITY_NUMBER ?? null,
    healthNotes: shown.HEALTH_NOTES ?? null,
  };
}

/**
 * Whether a purpose discloses a field. Notes of requests are disclosed with the request, by no
 * purpose.
 */
function isFor(purpose: DisclosurePurpose, field: PersonalField): field is PersonField {
  return fieldsForPurpose[purpose].some((each) => each === field);
}

/** Decrypts details and records the disclosure. The caller has authorized. */
export async function discloseDetails(
  tx: MutationTransaction,
  person: Person,
  fields: readonly PersonField[],
  purpose: DisclosurePurpose,
  reason: string,
): Promise<Details> {
  await tx.add(Disclosure, {
    id: newId(),
    communityId: person.communityId,
    personId: person.id,
    accountId: tx.actor.accountId,
    accountName: tx.actor.displayName,
    appId: tx.actor.appId,
    purpose,
    fields: [...fields],
    reason,
    disclosedAt: tx.caller.now(),
  });
  const [sealed] = await tx.rows<SealedDetails>(selectDetails, { personId: person.id });
  return sealed ? openDetails(tx.caller.services.vault, sealed, fields) : {};
}

const actionFor: Record<Exclude<DisclosurePurpose, 'EXPORT'>, AuditAction> = {
  SERVICE: 'personal:discloseForService',
  EMERGENCY: 'personal:discloseForEmergency',
  IDENTITY_CHECK: 'personal:discloseForIdentityCheck',
  CORRECTION: 'personal:discloseForCorrection',
};

const selectDetails = statement(
  'people.selectDetails',
  'select * from person_detail where foundation_id = :foundationId and id = :personId',
);
