import type {
  CorrectElderInput,
  CorrectVolunteerInput,
} from '../../schema/people/correction-inputs.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Person } from '../../schema/people/person.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { roles } from '../platform/database/roles.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import type { RenamedPerson } from '../platform/privacy/data-subject-handler.ts';
import { subjectOf } from './person-validation.ts';

/**
 * Corrects the record of an elder.
 * Refuses with NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PERSON_ERASED.
 */
export async function correctElder(
  ctx: Context,
  input: CorrectElderInput,
): Promise<{ elderId: string }> {
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  return ctx.mutate({ operation: 'correctElder', input, action: 'person:correct' }, async (tx) => {
    const elder = await tx.find(Elder, 'elder', elderId);
    await correctionOf(tx, elder.personId, input.expectedVersion, 'elderId');
    elder.displayName = input.displayName ?? elder.displayName;
    elder.livesAlone = input.livesAlone ?? elder.livesAlone;
    return { elderId };
  });
}

/** Corrects the record of a volunteer. Refuses as `correctElder` does. */
export async function correctVolunteer(
  ctx: Context,
  input: CorrectVolunteerInput,
): Promise<{ volunteerId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  return ctx.mutate(
    { operation: 'correctVolunteer', input, action: 'person:correct' },
    async (tx) => {
      const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
      await correctionOf(tx, volunteer.personId, input.expectedVersion, 'volunteerId');
      volunteer.displayName = input.displayName ?? volunteer.displayName;
      return { volunteerId };
    },
  );
}

/**
 * Propagates a corrected full name to its copies in every module. Issued documents keep the old
 * name.
 */
export async function propagateName(
  tx: MutationTransaction,
  renamed: RenamedPerson,
): Promise<void> {
  if (renamed.from === renamed.to) return;
  await tx.flush();
  for (const part of tx.caller.services.dataSubjectHandlers) await part.renamed?.(tx, renamed);
}

/** Renames copies of a full name in this module; a different display name stays. */
export async function renameCopies(
  tx: MutationTransaction,
  { personId, from, to }: RenamedPerson,
): Promise<void> {
  for (const query of renaming) await tx.rows(query, { personId, from, to });
  const accounts = await tx.rows<{ accountId: string }>(selectOwnAccounts, {
    personId,
  });
  const accountIds = accounts.map(({ accountId }) => accountId);
  await tx.asRole(roles.identity, () => tx.rows(renameAccounts, { accountIds, from, to }));
}

/** Locks and authorizes the person of an elder or a volunteer, and raises the version. */
async function correctionOf(
  tx: MutationTransaction,
  personId: string,
  expectedVersion: number,
  field: string,
): Promise<void> {
  const person = await tx.lock(Person, 'person', personId, expectedVersion);
  const about = { kind: 'person', id: personId };
  await tx.authorize(
    'person:correct',
    subjectOf({ communityId: person.communityId, personId }),
    about,
  );
  if (person.erasedAt) throw new Refusal('PERSON_ERASED', {}, ['input', field]);
  person.version += 1;
}

const renaming = [
  statement(
    'people.rename.elder',
    'update elder set display_name = :to where foundation_id = :foundationId and person_id = :personId and display_name = :from',
  ),
  statement(
    'people.rename.volunteer',
    'update volunteer set display_name = :to where foundation_id = :foundationId and person_id = :personId and display_name = :from',
  ),
  statement(
    'people.rename.role_grant',
    `update role_grant set holder_name = :to where foundation_id = :foundationId and person_id = :personId and holder_name = :from
     and role in ('ELDER', 'VOLUNTEER')`,
  ),
];
const selectOwnAccounts = statement(
  'people.selectOwnAccounts',
  `select distinct account_id from role_grant where foundation_id = :foundationId and person_id = :personId and role in ('ELDER', 'VOLUNTEER')`,
);
const renameAccounts = statement(
  'people.renameAccounts',
  'update account set display_name = :to where id = any (:accountIds) and display_name = :from',
);
