import { Community } from '../../schema/communities/community.ts';
import { newId } from '../../schema/ids.ts';
import { Elder } from '../../schema/people/elder.ts';
import type {
  CorrectPersonInput,
  NewPersonInput,
  RegisterElderInput,
  RegisterVolunteerInput,
  RevokeVettingInput,
  VetVolunteerInput,
} from '../../schema/people/person-inputs.ts';
import { Person } from '../../schema/people/person.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { propagateName } from './corrections.service.ts';
import { detailsOf, writeDetails } from './person-details.ts';
import { checkYearOfBirth, subjectOf } from './person-validation.ts';
import { followNumber } from './sign-in-number.ts';
import { refuseDuplicate } from './duplicates.ts';

/**
 * Registers an elder.
 * Refuses with NOT_FOUND, NOT_ALLOWED, PERSON_NEEDED, PERSON_KNOWN, PERSON_ERASED,
 * ALREADY_REGISTERED, PHONE_INVALID, IDENTITY_NUMBER_INVALID, YEAR_INVALID, COMMUNITY_DIFFERS,
 * POSSIBLE_DUPLICATE, POSSIBLE_DUPLICATE_ELSEWHERE.
 */
export async function registerElder(
  ctx: Context,
  input: RegisterElderInput,
): Promise<{ elderId: string }> {
  return ctx.mutate(
    { operation: 'registerElder', input, action: 'person:register' },
    async (tx) => {
      const person = await personFor(tx, input);
      const [known] = await tx.rows(selectElder, { personId: person.id });
      if (known) throw new Refusal('ALREADY_REGISTERED', {}, ['input', 'personId']);
      const { id } = await addElder(tx, person, input.displayName ?? person.name, input.livesAlone);
      return { elderId: id };
    },
  );
}

/** Registers a volunteer. Refuses as registerElder does. */
export async function registerVolunteer(
  ctx: Context,
  input: RegisterVolunteerInput,
): Promise<{ volunteerId: string }> {
  return ctx.mutate(
    { operation: 'registerVolunteer', input, action: 'person:register' },
    async (tx) => {
      const person = await personFor(tx, input);
      const [known] = await tx.rows(selectVolunteer, { personId: person.id });
      if (known) throw new Refusal('ALREADY_REGISTERED', {}, ['input', 'personId']);
      const { id } = await addVolunteer(tx, person, input.displayName ?? person.name);
      return { volunteerId: id };
    },
  );
}

/**
 * Corrects the record of a person.
 * Refuses with NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT, PERSON_ERASED, PERSON_KNOWN,
 * PHONE_INVALID, YEAR_INVALID, ROLE_HELD, IDENTITY_NUMBER_INVALID.
 */
export async function correctPerson(
  ctx: Context,
  input: CorrectPersonInput,
): Promise<{ personId: string }> {
  const personId = idFrom('person', input.personId, 'input', 'personId');
  const details = detailsOf(input, ctx.nowMs());
  checkYearOfBirth(input.birthYear, ctx.nowMs(), ['input']);
  return ctx.mutate({ operation: 'correctPerson', input, action: 'person:correct' }, async (tx) => {
    const person = await tx.lock(Person, 'person', personId, input.expectedVersion);
    const about = { kind: 'person', id: personId };
    await tx.authorize(
      'person:correct',
      subjectOf({ communityId: person.communityId, personId }),
      about,
    );
    if (person.erasedAt) throw new Refusal('PERSON_ERASED', {}, ['input', 'personId']);
    const { name: from } = person;
    person.name = input.name ?? person.name;
    person.birthYear = input.birthYear ?? person.birthYear;
    person.hasSmartphone = input.hasSmartphone ?? person.hasSmartphone;
    person.version += 1;
    await followNumber(tx, person, details);
    await writeDetails(tx, person, details);
    await propagateName(tx, { personId, from, to: person.name });
    return { personId };
  });
}

/** Records that a volunteer is vetted. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function vetVolunteer(
  ctx: Context,
  input: VetVolunteerInput,
): Promise<{ volunteerId: string }> {
  return ctx.mutate({ operation: 'vetVolunteer', input, action: 'volunteer:vet' }, async (tx) =>
    writeVetting(tx, 'volunteer:vet', input, true),
  );
}

/** Records that a volunteer is not vetted, or no longer. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function revokeVetting(
  ctx: Context,
  input: RevokeVettingInput,
): Promise<{ volunteerId: string }> {
  const action = 'volunteer:revokeVetting';
  return ctx.mutate({ operation: 'revokeVetting', input, action }, async (tx) =>
    writeVetting(tx, action, input, false),
  );
}

async function writeVetting(
  tx: MutationTransaction,
  action: 'volunteer:vet' | 'volunteer:revokeVetting',
  input: VetVolunteerInput | RevokeVettingInput,
  isVetted: boolean,
): Promise<{ volunteerId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
  const about = { kind: 'volunteer', id: volunteerId, reason: input.reason };
  await tx.authorize(action, { communityId: volunteer.communityId }, about);
  volunteer.isVetted = isVetted;
  await tx.eligibilityChanged({ ground: 'VETTING', volunteerIds: [volunteerId] });
  return { volunteerId };
}

/** Inserts a person and runs the registration hooks of all modules. The caller has authorized. */
async function addPerson(
  tx: MutationTransaction,
  communityId: string,
  input: NewPersonInput,
  allowDuplicate: boolean,
): Promise<Person> {
  const path = ['input', 'person'];
  const nowMs = tx.caller.nowMs();
  const details = detailsOf(input, nowMs, path);
  checkYearOfBirth(input.birthYear, nowMs, path);
  const { name, birthYear = null } = input;
  const { PHONE: phone = null, IDENTITY_NUMBER: identityNumber = null } = details;
  if (!allowDuplicate)
    await refuseDuplicate(tx, { name, communityId, birthYear, phone, identityNumber }, path);
  const person = await tx.add(Person, {
    id: newId(),
    communityId,
    name: input.name,
    birthYear: input.birthYear ?? undefined,
    hasSmartphone: input.hasSmartphone,
    version: 1,
  });
  await writeDetails(tx, person, details, path);
  for (const part of tx.caller.services.dataSubjectHandlers) await part.begin?.(tx, [person]);
  return person;
}

async function addElder(
  tx: MutationTransaction,
  person: Person,
  displayName: string,
  livesAlone: boolean,
): Promise<Elder> {
  return tx.add(Elder, {
    communityId: person.communityId,
    personId: person.id,
    displayName,
    livesAlone,
  });
}

async function addVolunteer(
  tx: MutationTransaction,
  person: Person,
  displayName: string,
): Promise<Volunteer> {
  return tx.add(Volunteer, {
    communityId: person.communityId,
    personId: person.id,
    displayName,
    isVetted: false,
  });
}

/** An existing person, or a new one. */
async function personFor(
  tx: MutationTransaction,
  input: {
    communityId: string;
    personId?: string | null;
    person?: NewPersonInput | null;
    allowDuplicate: boolean;
  },
): Promise<Person> {
  const communityId = idFrom('community', input.communityId, 'input', 'communityId');
  await tx.find(Community, 'community', communityId);
  if (Boolean(input.personId) === Boolean(input.person))
    throw new Refusal('PERSON_NEEDED', {}, ['input', 'person']);
  const personId = input.personId ? idFrom('person', input.personId, 'input', 'personId') : null;
  const known = personId ? await tx.find(Person, 'person', personId) : null;
  if (known && known.communityId !== communityId) {
    const { slug } = await tx.find(Community, 'community', known.communityId);
    throw new Refusal('COMMUNITY_DIFFERS', { slug }, ['input', 'communityId']);
  }
  if (known?.erasedAt) throw new Refusal('PERSON_ERASED', {}, ['input', 'personId']);
  const subject = { communityId: known?.communityId ?? communityId };
  await tx.authorize(
    'person:register',
    subject,
    known ? { kind: 'person', id: known.id } : { kind: 'community', id: communityId },
  );
  return known ?? addPerson(tx, communityId, input.person!, input.allowDuplicate);
}

const selectElder = statement(
  'people.selectElder',
  'select id from elder where foundation_id = :foundationId and person_id = :personId',
);
const selectVolunteer = statement(
  'people.selectVolunteer',
  'select id from volunteer where foundation_id = :foundationId and person_id = :personId',
);
