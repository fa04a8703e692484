import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { RoleGrant } from '../../schema/identity/role-grant.ts';
import { encodeId } from '../../schema/ids.ts';
import { Consent } from '../../schema/people/consent.ts';
import { Mandate } from '../../schema/people/mandate.ts';
import { Person } from '../../schema/people/person.ts';
import { Disclosure, type PersonField } from '../../schema/people/personal-data.ts';
import { Qualification } from '../../schema/people/qualification.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { communityById } from '../communities/communities.queries.ts';
import { Related } from '../platform/reads/related.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import {
  consentsByPerson,
  detailsByPerson,
  mandatesByPerson,
  mayGlimpse,
  qualificationsByVolunteer,
} from './people.queries.ts';
import { openDetails } from './person-details.ts';
import { maskedAddress, maskedIdentityNumber, maskedPhone } from './person-validation.ts';

/**
 * Personal data is masked here, and only for readers who work with the person;
 * `disclosePersonalData` discloses it in clear.
 */
@Resolver(() => Person)
export class PersonFields {
  @Related<Person>(() => Community, {
    by: 'communityId',
    from: communityById,
    nullable: true,
    description: 'Community that the person lives in. Null when the caller may not see it.',
  })
  readonly community!: Community | null;

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Telephone number with the middle digits hidden. Null when there is none or the caller may not see it. Use `disclosePersonalData` for clear text.',
  })
  async phoneMasked(@Root() person: Person, @Ctx('ctx') ctx: FieldContext): Promise<string | null> {
    return glimpse(ctx, person, 'PHONE', maskedPhone);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'First part of the home address. Null when there is none or the caller may not see it.',
  })
  async addressMasked(
    @Root() person: Person,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<string | null> {
    return glimpse(ctx, person, 'ADDRESS', maskedAddress);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'First and last characters of the identity card number. Null when there is none or the caller may not see it.',
  })
  async identityNumberMasked(
    @Root() person: Person,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<string | null> {
    return glimpse(ctx, person, 'IDENTITY_NUMBER', maskedIdentityNumber);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether there are health notes that helpers must know. Null when the caller may not know.',
  })
  async hasHealthNotes(
    @Root() person: Person,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<boolean | null> {
    if (!mayGlimpse(ctx, person)) return null;
    return Boolean((await ctx.load(detailsByPerson, person.id))?.healthNotesSealed);
  }

  @Related<Person>(() => [Mandate], {
    by: 'id',
    from: mandatesByPerson,
    complexity: 2,
    description: 'Mandates to act for the person, newest first, ended ones included. At most 100.',
  })
  readonly mandates!: Mandate[];

  @Related<Person>(() => [Consent], {
    by: 'id',
    from: consentsByPerson,
    complexity: 2,
    description: 'Consents of the person, newest first, withdrawn ones included. At most 100.',
  })
  readonly consents!: Consent[];
}

@Resolver(() => Volunteer)
export class VolunteerMembershipFields {
  @Related<Volunteer>(() => [Qualification], {
    by: 'id',
    from: qualificationsByVolunteer,
    complexity: 2,
    description: 'Training and certificates of the volunteer, newest first. At most 100.',
  })
  readonly qualifications!: Qualification[];
}

@Resolver(() => Disclosure)
export class DisclosureFields {
  @FieldResolver(() => ID, { description: 'Person whose data was shown.' })
  personId(@Root() disclosure: Disclosure): string {
    return encodeId('person', disclosure.personId);
  }
}

@Resolver(() => RoleGrant)
export class RoleGrantHolder {
  @FieldResolver(() => ID, { description: 'Account that holds the role.' })
  accountId(@Root() grant: RoleGrant, @Ctx('ctx') ctx: FieldContext): string {
    // One's own grants (`me`) come without it.
    return encodeId('account', grant.accountId ?? ctx.decide(({ accountId }) => accountId));
  }
}

async function glimpse(
  ctx: FieldContext,
  person: Person,
  field: PersonField,
  mask: (text: string) => string,
): Promise<string | null> {
  if (!mayGlimpse(ctx, person)) return null;
  const sealed = await ctx.load(detailsByPerson, person.id);
  const text = sealed && openDetails(ctx.services.vault, sealed, [field])[field];
  return text ? mask(text) : null;
}
