import { newId } from '../../schema/ids.ts';
import type {
  ErasePersonInput,
  ExportPersonalDataInput,
} from '../../schema/people/person-inputs.ts';
import { Person } from '../../schema/people/person.ts';
import { fieldsForPurpose } from '../../schema/people/personal-data.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { roles } from '../platform/database/roles.ts';
import type { ErasedPerson, DataSubjectHandler } from '../platform/privacy/data-subject-handler.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { renameCopies } from './corrections.service.ts';
import { discloseDetails } from './personal-data.service.ts';
import { subjectOf } from './person-validation.ts';
import { endGrants } from './roles.service.ts';

/**
 * Exports everything that all modules keep about a person, as JSON text. Recorded as a disclosure.
 * Refuses with NOT_FOUND, NOT_ALLOWED, PERSON_ERASED.
 */
export async function exportPersonalData(
  ctx: Context,
  input: ExportPersonalDataInput,
): Promise<string> {
  const personId = idFrom('person', input.personId, 'input', 'personId');
  let document = '';
  await ctx.mutate(
    { operation: 'exportPersonalData', input, action: 'person:export' },
    async (tx) => {
      const person = await tx.find(Person, 'person', personId);
      const about = { kind: 'person', id: personId, reason: input.reason };
      await tx.authorize(
        'person:export',
        subjectOf({ communityId: person.communityId, personId }),
        about,
      );
      if (person.erasedAt) throw new Refusal('PERSON_ERASED', {}, ['input', 'personId']);
      const details = await discloseDetails(
        tx,
        person,
        fieldsForPurpose.EXPORT,
        'EXPORT',
        input.reason,
      );
      const tables: Record<string, unknown> = {};
      // Data about a person may lie in several communities, and the right of access covers all of
      // them.
      await tx.acrossCommunities(async () => {
        for (const part of tx.caller.services.dataSubjectHandlers) {
          for (const [table, query] of Object.entries(part.rows)) {
            const rows = await tx.rows<Record<string, unknown>>(query, { personId });
            const open = part.open?.[table];
            tables[table] = open ? rows.map((row) => open(tx.caller.services.vault, row)) : rows;
          }
        }
      });
      document = JSON.stringify(
        { exportedAt: ctx.now(), personId: input.personId, details, tables },
        null,
        2,
      );
      return {};
    },
  );
  return document;
}

/**
 * Erases what identifies a person, irreversibly. A pseudonym remains, for ledgers and statistics.
 * Refuses with NOT_FOUND, NOT_ALLOWED, PERSON_ERASED, and with the open obligations that modules
 * report.
 */
export async function erasePerson(
  ctx: Context,
  input: ErasePersonInput,
): Promise<{ personId: string }> {
  const personId = idFrom('person', input.personId, 'input', 'personId');
  return ctx.mutate({ operation: 'erasePerson', input, action: 'person:erase' }, async (tx) => {
    const person = await tx.lock(Person, 'person', personId);
    await tx.authorize('person:erase', subjectOf({ communityId: person.communityId, personId }), {
      kind: 'person',
      id: personId,
      reason: input.reason,
    });
    if (person.erasedAt) throw new Refusal('PERSON_ERASED', {}, ['input', 'personId']);
    for (const part of tx.caller.services.dataSubjectHandlers) await part.mayErase?.(tx, personId);
    const erased: ErasedPerson = {
      personId,
      pseudonym: pseudonymOf(person.name),
      ...(await identityOf(tx, person)),
    };
    person.name = erased.pseudonym;
    person.birthYear = null;
    person.erasedAt = tx.caller.now();
    person.version += 1;
    await tx.flush();
    // The youngest module first: its data refers to data of older modules.
    for (const part of tx.caller.services.dataSubjectHandlers.toReversed())
      await part.erase?.(tx, erased);
    return { personId };
  });
}

/** Personal data that this module keeps. */
export const peoplePart: DataSubjectHandler<MutationTransaction> = {
  rows: {
    person: statement(
      'people.export.person',
      'select * from person where foundation_id = :foundationId and id = :personId',
    ),
    elder: statement(
      'people.export.elder',
      'select * from elder where foundation_id = :foundationId and person_id = :personId',
    ),
    volunteer: statement(
      'people.export.volunteer',
      'select * from volunteer where foundation_id = :foundationId and person_id = :personId',
    ),
    team_member: statement(
      'people.export.team_member',
      `select m.* from team_member m join volunteer v on v.foundation_id = m.foundation_id and v.id = m.volunteer_id
       where m.foundation_id = :foundationId and v.person_id = :personId order by m.id`,
    ),
    mandate: statement(
      'people.export.mandate',
      'select * from mandate where foundation_id = :foundationId and person_id = :personId order by id',
    ),
    qualification: statement(
      'people.export.qualification',
      'select * from qualification where foundation_id = :foundationId and person_id = :personId order by id',
    ),
    consent: statement(
      'people.export.consent',
      'select * from consent where foundation_id = :foundationId and person_id = :personId order by id',
    ),
    disclosure: statement(
      'people.export.disclosure',
      'select * from disclosure where foundation_id = :foundationId and person_id = :personId order by id',
    ),
    role_grant: statement(
      'people.export.role_grant',
      'select * from role_grant where foundation_id = :foundationId and person_id = :personId order by id',
    ),
  },
  renamed: renameCopies,
  async erase(tx, { personId, pseudonym, names, accountIds }) {
    const grants = await tx.rows<{ id: string }>(selectGrantsOfPerson, { personId });
    await endGrants(
      tx,
      grants.map(({ id }) => id),
    );
    await tx.asRole(roles.identity, () => closeAccounts(tx, accountIds, pseudonym));
    for (const query of forgetting) await tx.rows(query, { personId });
    await tx.rows(redactQualifications, { personId, names, pseudonym });
    for (const query of renaming) await tx.rows(query, { personId, pseudonym });
  },
};

/** Names and own accounts of the person, read before anything is erased. */
async function identityOf(
  tx: MutationTransaction,
  { id, name }: Person,
): Promise<Pick<ErasedPerson, 'names' | 'accountIds'>> {
  const called = await tx.rows<{ name: string }>(selectNames, { personId: id });
  // An account with other roles keeps its name.
  const accounts = await tx.asRole(roles.identity, () =>
    tx.rows<{ accountId: string; name: string }>(selectAccountsToClose, { personId: id }),
  );
  const all = [name, ...called.map((each) => each.name), ...accounts.map((each) => each.name)];
  return {
    // The longest first, so that a name that contains another is replaced as a whole.
    names: [...new Set(all)].sort((left, right) => right.length - left.length),
    accountIds: accounts.map(({ accountId }) => accountId),
  };
}

/** Closes accounts that hold no role anywhere: they cannot sign in, and lose name and phone. */
async function closeAccounts(
  tx: MutationTransaction,
  accountIds: readonly string[],
  name: string,
): Promise<void> {
  const closed = await tx.rows<{ id: string }>(closeUnused, { accountIds, name });
  const closedIds = closed.map(({ id }) => id);
  for (const query of forgettingAccounts) await tx.rows(query, { accountIds: closedIds });
}

/**
 * Random, so that nobody can derive the person from it. In the script of the name that it replaces.
 */
function pseudonymOf(name: string): string {
  const word = /\p{Script=Han}/u.test(name) ? '已注销' : 'Erased';
  return `${word}-${newId().replaceAll('-', '').slice(-10).toUpperCase()}`;
}

const selectNames = statement(
  'people.selectNames',
  `select display_name as name from elder where foundation_id = :foundationId and person_id = :personId
   union select display_name from volunteer where foundation_id = :foundationId and person_id = :personId
   union select unnest(former_names) from person where foundation_id = :foundationId and id = :personId
   union select holder_name from role_grant
     where foundation_id = :foundationId and person_id = :personId and role in ('ELDER', 'VOLUNTEER') and holder_name is not null`,
);
const selectGrantsOfPerson = statement(
  'people.selectGrantsOfPerson',
  'select id from role_grant where foundation_id = :foundationId and person_id = :personId',
);
/** Accounts that serve this person alone. Representatives have accounts of their own. */
const selectAccountsToClose = statement(
  'people.selectAccountsToClose',
  `select distinct own.account_id, a.display_name as name from role_grant own join account a on a.id = own.account_id
     where own.foundation_id = :foundationId and own.person_id = :personId and own.role in ('ELDER', 'VOLUNTEER')
     and not exists (select from role_grant other where other.account_id = own.account_id and other.person_id is distinct from :personId
       and other.accepted_at is not null and (other.valid_to is null or other.valid_to > now()))`,
);
const closeUnused = statement(
  'people.closeUnused',
  `update account a set display_name = :name, is_active = false where a.id = any (:accountIds) and not exists (
     select from role_grant g where g.account_id = a.id and g.accepted_at is not null and (g.valid_to is null or g.valid_to > now())) returning id`,
);
const forgettingAccounts = [
  statement(
    'people.forget.account_phone',
    'delete from account_phone where account_id = any (:accountIds)',
  ),
  statement(
    'people.forget.account_password',
    'delete from account_password where account_id = any (:accountIds)',
  ),
];
const forgetting = [
  statement(
    'people.forget.person_detail',
    'delete from person_detail where foundation_id = :foundationId and id = :personId',
  ),
  statement(
    'people.forget.consent',
    'update consent set withdrawn_at = coalesce(withdrawn_at, now()), evidence = null where foundation_id = :foundationId and person_id = :personId',
  ),
  statement(
    'people.forget.mandate',
    `update mandate set ended_at = coalesce(ended_at, now()), evidence = null, ended_reason = null, relationship = '-', version = version + 1
     where foundation_id = :foundationId and person_id = :personId`,
  ),
];
const redactQualifications = statement(
  'people.redactQualifications',
  `update qualification set name = redacted(name, :names, :pseudonym), issued_by = redacted(issued_by, :names, :pseudonym), withdrawn_reason = null
   where foundation_id = :foundationId and person_id = :personId`,
);
const renaming = [
  statement(
    'people.renameErased.elder',
    'update elder set display_name = :pseudonym, lives_alone = false where foundation_id = :foundationId and person_id = :personId',
  ),
  statement(
    'people.renameErased.volunteer',
    'update volunteer set display_name = :pseudonym, is_vetted = false where foundation_id = :foundationId and person_id = :personId',
  ),
  statement(
    'people.renameErased.role_grant',
    `update role_grant set holder_name = :pseudonym where foundation_id = :foundationId and person_id = :personId and role in ('ELDER', 'VOLUNTEER')`,
  ),
];
