import { encodeId } from '../../schema/ids.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { identityNumberIndex, phoneIndex } from './person-details.ts';

/** A person about to be registered. Texts are normalized, so names that look equal are equal. */
export interface Newcomer {
  name: string;
  communityId: string;
  birthYear: number | null;
  phone: string | null;
  identityNumber: string | null;
}

/** Matching attribute of a newcomer and a person on record. */
export type Likeness = 'identity_number' | 'phone' | 'name';

export interface Twin {
  /** Index of the newcomer in the list. */
  index: number;
  likeness: Likeness;
  personId: string;
}

/**
 * Newcomers who may be on record already: the one duplicate rule of manual entry and import.
 *
 * - One identity number is one human.
 * - One name with one phone is one human, across the foundation: couples share a phone, but not a
 *   name.
 * - One name in one community is one human, unless phone, year of birth or identity number differ.
 *
 * Registrations that could be duplicates of each other are serialized, so that of two concurrent
 * ones the second sees the first.
 */
export async function twinsOf(
  tx: MutationTransaction,
  newcomers: readonly Newcomer[],
): Promise<Twin[]> {
  const { vault } = tx.caller.services;
  const { foundationId } = tx;
  const names = [...new Set(newcomers.map(({ name }) => bareName(name)))];
  // An import locks the whole foundation: one lock per name would be a thousand.
  const wholeFoundation = names.length > 1;
  await tx.rows(wholeFoundation ? lockAll : lockAllShared);
  if (!wholeFoundation) await tx.rows(lockName, { key: `${foundationId}/${names[0]}` });
  const rows = newcomers.map(({ name, communityId, birthYear, phone, identityNumber }, index) => ({
    index,
    name,
    communityId,
    birthYear,
    phone: phone && phoneIndex(vault, foundationId, phone).toString('hex'),
    identityNumber:
      identityNumber && identityNumberIndex(vault, foundationId, identityNumber).toString('hex'),
  }));
  return tx.acrossCommunities(() =>
    tx.rows<Twin>(selectTwins, { foundationId, newcomers: JSON.stringify(rows) }),
  );
}

/** The same inside one table: the first line of each pair that is one human by the same rule. */
export function twinsAmong(
  newcomers: readonly Newcomer[],
): { index: number; likeness: Likeness; firstIndex: number }[] {
  const byNumber = new Map<string, number>();
  const byName = new Map<string, number[]>();
  return newcomers.flatMap((newcomer, index) => {
    const { name, identityNumber } = newcomer;
    const sameNumber = identityNumber ? byNumber.get(identityNumber) : undefined;
    const bare = bareName(name);
    const sameName = byName.get(bare) ?? [];
    byName.set(bare, [...sameName, index]);
    if (sameNumber !== undefined)
      return [{ index, likeness: 'identity_number' as const, firstIndex: sameNumber }];
    if (identityNumber) byNumber.set(identityNumber, index);
    for (const firstIndex of sameName) {
      const likeness = likenessOf(newcomers[firstIndex]!, newcomer);
      if (likeness) return [{ index, likeness, firstIndex }];
    }
    return [];
  });
}

/**
 * Refuses a newcomer who may be on record already. Refuses with POSSIBLE_DUPLICATE and the id when
 * the caller may see that person, else with POSSIBLE_DUPLICATE_ELSEWHERE and no details. An
 * identity number on record is refused as PERSON_KNOWN when it is written.
 */
export async function refuseDuplicate(
  tx: MutationTransaction,
  newcomer: Newcomer,
  path: readonly string[],
): Promise<void> {
  const twin = (await twinsOf(tx, [newcomer])).find(
    ({ likeness }) => likeness !== 'identity_number',
  );
  if (!twin) return;
  const [seen] = await tx.rows(selectSeen, { personId: twin.personId });
  throw seen
    ? new Refusal('POSSIBLE_DUPLICATE', { id: encodeId('person', twin.personId) }, path)
    : new Refusal('POSSIBLE_DUPLICATE_ELSEWHERE', {}, path);
}

/**
 * Lists pad names of two characters with a blank for alignment. Blanks and case do not distinguish.
 */
function bareName(name: string): string {
  return name.replaceAll(' ', '').toLowerCase();
}

/** Matching attribute of two persons with the same name. */
function likenessOf(one: Newcomer, other: Newcomer): Likeness | null {
  if (one.phone && one.phone === other.phone) return 'phone';
  const differs = <Value>(left: Value | null, right: Value | null): boolean =>
    left !== null && right !== null && left !== right;
  const toldApart =
    one.communityId !== other.communityId ||
    differs(one.phone, other.phone) ||
    differs(one.birthYear, other.birthYear) ||
    differs(one.identityNumber, other.identityNumber);
  return toldApart ? null : 'name';
}

const lockAll = statement(
  'people.lockAll',
  `select pg_advisory_xact_lock(hashtextextended('register ' || :foundationId, 0))`,
);
const lockAllShared = statement(
  'people.lockAllShared',
  `select pg_advisory_xact_lock_shared(hashtextextended('register ' || :foundationId, 0))`,
);
const lockName = statement(
  'people.lockName',
  `select pg_advisory_xact_lock(hashtextextended('register ' || :key, 0))`,
);
const selectSeen = statement(
  'people.selectSeen',
  'select id from person where foundation_id = :foundationId and id = :personId',
);
// One branch for each kind of key, each by its index. The keys are computed before they are joined:
// behind a policy, an index serves only comparisons with plain values.
const selectTwins = statement(
  'people.selectTwins',
  `with newcomer as materialized (
     select n."index", n."communityId" as community_id, n."birthYear" as birth_year, lower(replace(n.name, ' ', '')) as bare_name,
       decode(n.phone, 'hex') as phone_index, decode(n."identityNumber", 'hex') as identity_number_index
     from jsonb_to_recordset(:newcomers::jsonb)
       as n ("index" int, name text, "communityId" uuid, "birthYear" int, phone text, "identityNumber" text)
   ), twin as (
     select n."index", 'identity_number' as likeness, 1 as strength, d.id as person_id
     from newcomer n
     cross join lateral (
       select d.id from person_detail d where d.foundation_id = :foundationId and d.identity_number_index = n.identity_number_index offset 0
     ) d
     union all
     select n."index", 'phone', 2, p.id
     from newcomer n
     cross join lateral (
       select d.id from person_detail d where d.foundation_id = :foundationId and d.phone_index = n.phone_index offset 0
     ) d
     cross join lateral (
       select p.id from person p where p.foundation_id = :foundationId and p.id = d.id and p.bare_name = n.bare_name and p.erased_at is null offset 0
     ) p
     union all
     select n."index", 'name', 3, p.id
     from newcomer n
     cross join lateral (
       select p.id, p.birth_year from person p
       where p.foundation_id = :foundationId and p.community_id = n.community_id and p.bare_name = n.bare_name and p.erased_at is null offset 0
     ) p
     left join lateral (
       select d.phone_index, d.identity_number_index from person_detail d where d.foundation_id = :foundationId and d.id = p.id offset 0
     ) d on true
     where (d.phone_index is null or n.phone_index is null)
       and (p.birth_year is null or n.birth_year is null or p.birth_year = n.birth_year)
       and (d.identity_number_index is null or n.identity_number_index is null or d.identity_number_index = n.identity_number_index)
   )
   select distinct on ("index") "index", likeness, person_id from twin order by "index", strength, person_id`,
);
