import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { decodeId } from '../../schema/ids.ts';
import { ElderConnection } from '../../schema/people/elder.ts';
import {
  CorrectPersonInput,
  DisclosePersonalDataInput,
  DisclosePersonalDataPayload,
  ElderPayload,
  ErasePersonInput,
  ExportPersonalDataInput,
  ExportPersonalDataPayload,
  ImportPeopleInput,
  ImportPeoplePayload,
  PersonPayload,
  RegisterElderInput,
  RegisterVolunteerInput,
  VetVolunteerInput,
  VolunteerPayload,
} from '../../schema/people/person-inputs.ts';
import { PersonConnection } from '../../schema/people/person.ts';
import { DisclosureConnection } from '../../schema/people/personal-data.ts';
import { VolunteerConnection } from '../../schema/people/volunteer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { idFrom } from '../platform/ids.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { importPeople } from './import.service.ts';
import {
  elderById,
  listDisclosures,
  listElders,
  listPeople,
  listVolunteers,
  personById,
  volunteerById,
} from './people.queries.ts';
import * as people from './people.service.ts';
import { disclosePersonalData } from './personal-data.service.ts';
import { identityNumberIndex, phoneIndex } from './person-details.ts';
import { erasePerson, exportPersonalData } from './data-subject-rights.service.ts';

@Resolver()
export class PeopleResolver {
  @Query(() => ElderConnection, { description: 'Elders that you may see, oldest entry first.' })
  async elders(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs, @Info() { path }: GraphQLResolveInfo) {
    return listElders(ctx, page, path);
  }

  @Query(() => VolunteerConnection, { description: 'Volunteers that you may see, oldest entry first.' })
  async volunteers(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Info() { path }: GraphQLResolveInfo,
  ) {
    return listVolunteers(ctx, page, path);
  }

  @Query(() => PersonConnection, {
    description:
      'Persons that you may see, oldest entry first; also by a whole phone or identity number, among those of whom you may see it masked.',
  })
  async people(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('communityId', () => ID, { nullable: true, description: 'Only those who live there.' }) communityId?: string,
    @Arg('phone', () => String, { nullable: true, description: 'Only those with this telephone number.' })
    phone?: string,
    @Arg('identityNumber', () => String, { nullable: true, description: 'Only the one with this identity number.' })
    identityNumber?: string,
  ) {
    const { foundationId } = ctx;
    const { vault } = ctx.services;
    return listPeople(ctx, page, {
      communityId: communityId ? idFrom('community', communityId, 'communityId') : null,
      // Both are in their written form (schema/typed-text.ts); what is no number finds nobody, as a number that nobody has.
      phoneIndex: phone ? phoneIndex(vault, foundationId, phone) : null,
      identityNumberIndex: identityNumber ? identityNumberIndex(vault, foundationId, identityNumber) : null,
    });
  }

  @Query(() => DisclosureConnection, {
    description:
      'Who was shown personal data in clear, newest first. For administrators, auditors, and whose data it is.',
  })
  async disclosures(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('personId', () => ID, {
      nullable: true,
      description: 'Only data of this person. Needed unless you may see all.',
    })
    personId?: string,
  ) {
    const uuid = personId ? decodeId('person', personId) : null;
    if (personId) idFrom('person', personId, 'personId');
    ctx.authorize('disclosure:read', uuid ? { elderPersonId: uuid, volunteerPersonId: uuid } : {});
    return listDisclosures(ctx, page, uuid);
  }

  @Mutation(() => ElderPayload, { description: 'Registers somebody who is to receive service.' })
  async registerElder(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RegisterElderInput, { description: 'Who, and where they live.' }) input: RegisterElderInput,
  ) {
    const { elderId } = await people.registerElder(ctx, input);
    return { elder: await ctx.load(elderById, elderId) };
  }

  @Mutation(() => VolunteerPayload, { description: 'Registers somebody who wants to serve.' })
  async registerVolunteer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RegisterVolunteerInput, { description: 'Who, and where they live.' })
    input: RegisterVolunteerInput,
  ) {
    const { volunteerId } = await people.registerVolunteer(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => PersonPayload, { description: 'Puts right what is wrong on record about a person.' })
  async correctPerson(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CorrectPersonInput, { description: 'What is right.' }) input: CorrectPersonInput,
  ) {
    const { personId } = await people.correctPerson(ctx, input);
    return { person: await ctx.load(personById, personId) };
  }

  @Mutation(() => VolunteerPayload, { description: 'Says whether a volunteer may be sent to a home.' })
  async vetVolunteer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => VetVolunteerInput, { description: 'Who, and what was checked.' }) input: VetVolunteerInput,
  ) {
    const { volunteerId } = await people.vetVolunteer(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => DisclosePersonalDataPayload, {
    description: 'Shows personal data in clear, and keeps for good who asked, for whom, what for and why.',
  })
  async disclosePersonalData(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DisclosePersonalDataInput, { description: 'Whose data, what for and why.' })
    input: DisclosePersonalDataInput,
  ) {
    return { personalData: await disclosePersonalData(ctx, input) };
  }

  @Mutation(() => ImportPeoplePayload, {
    description: 'Registers people from a table, all or none; as a trial unless you say otherwise.',
  })
  async importPeople(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ImportPeopleInput, { description: 'The table.' }) input: ImportPeopleInput,
  ) {
    return { report: await importPeople(ctx, input) };
  }

  @Mutation(() => ExportPersonalDataPayload, {
    description: 'A copy of everything that is kept about a person, for that person.',
  })
  async exportPersonalData(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ExportPersonalDataInput, { description: 'Whose data, and who asked for it.' })
    input: ExportPersonalDataInput,
  ) {
    return { document: await exportPersonalData(ctx, input) };
  }

  @Mutation(() => PersonPayload, {
    description: 'Takes out what identifies a person, for good. Ledgers and counts stay, under a pseudonym.',
  })
  async erasePerson(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ErasePersonInput, { description: 'Who, and who asked for it.' }) input: ErasePersonInput,
  ) {
    const { personId } = await erasePerson(ctx, input);
    return { person: await ctx.load(personById, personId) };
  }
}
