import type { PersonField } from '../../schema/people/personal-data.ts';
import { phoneNumberOf } from '../../schema/typed-text.ts';
import { correction, violates } from '../platform/context/change.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { Vault } from '../platform/privacy/vault.ts';
import { identityNumberOf } from './person-validation.ts';

/** Encrypted details of a person, in clear. */
export type Details = Partial<Record<PersonField, string | null>>;

/** The same, as an input. */
export interface DetailsInput {
  phone?: string | null;
  address?: string | null;
  identityNumber?: string | null;
  healthNotes?: string | null;
}

export interface SealedDetails {
  id: string;
  foundationId: string;
  phoneSealed: Buffer | null;
  addressSealed: Buffer | null;
  identityNumberSealed: Buffer | null;
  healthNotesSealed: Buffer | null;
}

/**
 * Normalizes details as people type them: undefined keeps a value, null removes it.
 * Refuses with PHONE_INVALID, IDENTITY_NUMBER_INVALID.
 */
export function detailsOf(
  input: DetailsInput,
  nowMs: number,
  path: readonly string[] = ['input'],
): Details {
  const phone = correction(input.phone);
  const identityNumber = correction(input.identityNumber);
  return {
    PHONE: phone && must(phoneNumberOf(phone), 'PHONE_INVALID', [...path, 'phone']),
    ADDRESS: correction(input.address),
    IDENTITY_NUMBER:
      identityNumber &&
      must(identityNumberOf(identityNumber, nowMs), 'IDENTITY_NUMBER_INVALID', [
        ...path,
        'identityNumber',
      ]),
    HEALTH_NOTES: correction(input.healthNotes),
  };
}

/** Decrypts details. */
export function openDetails(
  vault: Vault,
  sealed: SealedDetails,
  fields: readonly PersonField[],
): Details {
  const details: Details = {};
  for (const field of fields) {
    const value = sealed[sealedColumn[field]];
    details[field] = value
      ? vault.open(value, placeOf(sealed.foundationId, sealed.id, field))
      : null;
  }
  return details;
}

/**
 * Encrypts and writes details; undefined keeps a value. Refuses with PERSON_KNOWN when the identity
 * number belongs to another person.
 */
export async function writeDetails(
  tx: MutationTransaction,
  person: { id: string; communityId: string },
  details: Details,
  path: readonly string[] = ['input'],
): Promise<void> {
  const { vault } = tx.caller.services;
  const seal = (field: PersonField): Buffer | null =>
    details[field] ? vault.seal(details[field], placeOf(tx.foundationId, person.id, field)) : null;
  const isSaid = (field: PersonField): boolean => details[field] !== undefined;
  if (!Object.values(details).some((value) => value !== undefined)) return;
  await refuseKnown(tx, person.id, details.IDENTITY_NUMBER, path);
  try {
    await tx.rows(upsertDetails, {
      personId: person.id,
      communityId: person.communityId,
      phoneSealed: seal('PHONE'),
      phoneIndex: details.PHONE ? phoneIndex(vault, tx.foundationId, details.PHONE) : null,
      addressSealed: seal('ADDRESS'),
      identityNumberSealed: seal('IDENTITY_NUMBER'),
      identityNumberIndex: details.IDENTITY_NUMBER
        ? identityNumberIndex(vault, tx.foundationId, details.IDENTITY_NUMBER)
        : null,
      healthNotesSealed: seal('HEALTH_NOTES'),
      isPhoneGiven: isSaid('PHONE'),
      isAddressGiven: isSaid('ADDRESS'),
      isIdentityNumberGiven: isSaid('IDENTITY_NUMBER'),
      areHealthNotesGiven: isSaid('HEALTH_NOTES'),
    });
  } catch (error) {
    // A concurrent transaction entered the same number.
    if (violates(error, 'person_detail_by_identity_number')) throw known(path);
    throw error;
  }
}

/** Encrypted details of a new person as hexadecimal text, for bulk inserts. */
export function sealedRow(
  tx: MutationTransaction,
  person: { id: string } & DetailsInput,
): Record<string, string | null> {
  const { vault } = tx.caller.services;
  const seal = (text: string | null | undefined, field: PersonField): string | null =>
    text ? vault.seal(text, placeOf(tx.foundationId, person.id, field)).toString('hex') : null;
  return {
    phone: seal(person.phone, 'PHONE'),
    phoneIndex: person.phone
      ? phoneIndex(vault, tx.foundationId, person.phone).toString('hex')
      : null,
    address: seal(person.address, 'ADDRESS'),
    identityNumber: seal(person.identityNumber, 'IDENTITY_NUMBER'),
    identityNumberIndex: person.identityNumber
      ? identityNumberIndex(vault, tx.foundationId, person.identityNumber).toString('hex')
      : null,
    healthNotes: seal(person.healthNotes, 'HEALTH_NOTES'),
  };
}

/** Blind index of a phone, keyed by foundation, so that tenants cannot be matched. */
export function phoneIndex(vault: Vault, foundationId: string, phone: string): Buffer {
  return vault.index(phone, `phones of ${foundationId}`);
}

export function identityNumberIndex(vault: Vault, foundationId: string, number: string): Buffer {
  return vault.index(number, `identity numbers of ${foundationId}`);
}

/**
 * One human is one person in a foundation, across communities. For a person of another community
 * the refusal has only the code: no name, no id.
 */
async function refuseKnown(
  tx: MutationTransaction,
  personId: string,
  number: string | null | undefined,
  path: readonly string[],
): Promise<void> {
  if (!number) return;
  const index = identityNumberIndex(tx.caller.services.vault, tx.foundationId, number);
  const [other] = await tx.acrossCommunities(() => tx.rows(selectOther, { index, personId }));
  if (other) throw known(path);
}

function known(path: readonly string[]): Refusal {
  return new Refusal('PERSON_KNOWN', {}, [...path, 'identityNumber']);
}

function must(value: string | null, code: string, path: readonly string[]): string {
  if (value === null) throw new Refusal(code, {}, path);
  return value;
}

function placeOf(foundationId: string, personId: string, field: PersonField): string {
  return `${foundationId}/${personId}/${field}`;
}

const sealedColumn = {
  PHONE: 'phoneSealed',
  ADDRESS: 'addressSealed',
  IDENTITY_NUMBER: 'identityNumberSealed',
  HEALTH_NOTES: 'healthNotesSealed',
} as const satisfies Record<PersonField, keyof SealedDetails>;

const selectOther = statement(
  'people.selectOther',
  'select id from person_detail where foundation_id = :foundationId and identity_number_index = :index and id <> :personId',
);
const upsertDetails = statement(
  'people.upsertDetails',
  `insert into person_detail (foundation_id, id, community_id, phone_sealed, phone_index, address_sealed, identity_number_sealed, identity_number_index, health_notes_sealed)
   values (:foundationId, :personId, :communityId, :phoneSealed, :phoneIndex, :addressSealed, :identityNumberSealed, :identityNumberIndex, :healthNotesSealed)
   on conflict (foundation_id, id) do update set
     phone_sealed = case when :isPhoneGiven::boolean then excluded.phone_sealed else person_detail.phone_sealed end,
     phone_index = case when :isPhoneGiven::boolean then excluded.phone_index else person_detail.phone_index end,
     address_sealed = case when :isAddressGiven::boolean then excluded.address_sealed else person_detail.address_sealed end,
     identity_number_sealed = case when :isIdentityNumberGiven::boolean then excluded.identity_number_sealed else person_detail.identity_number_sealed end,
     identity_number_index = case when :isIdentityNumberGiven::boolean then excluded.identity_number_index else person_detail.identity_number_index end,
     health_notes_sealed = case when :areHealthNotesGiven::boolean then excluded.health_notes_sealed else person_detail.health_notes_sealed end`,
);
