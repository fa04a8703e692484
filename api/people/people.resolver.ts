import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
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
import { Selected, type Selection } from '../platform/reads/related.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { idFrom } from '../platform/common/ids.ts';
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
  @Query(() => ElderConnection, {
    description: 'Elders that the caller may see, oldest entry first.',
  })
  async elders(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Selected() selection: Selection,
  ) {
    return listElders(ctx, page, selection);
  }

  @Query(() => VolunteerConnection, {
    description: 'Volunteers that the caller may see, oldest entry first.',
  })
  async volunteers(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Selected() selection: Selection,
  ) {
    return listVolunteers(ctx, page, selection);
  }

  @Query(() => PersonConnection, {
    description:
      'People that the caller may see, oldest entry first. A filter by telephone or identity number needs the whole number and finds only people whose masked number the caller may see.',
  })
  async people(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('communityId', () => ID, {
      nullable: true,
      description: 'Only people who live in this community.',
    })
    communityId?: string,
    @Arg('phone', () => String, {
      nullable: true,
      description: 'Only people with this telephone number.',
    })
    phone?: string,
    @Arg('identityNumber', () => String, {
      nullable: true,
      description: 'Only the person with this identity number.',
    })
    identityNumber?: string,
  ) {
    const { foundationId } = ctx;
    const { vault } = ctx.services;
    return listPeople(ctx, page, {
      communityId: communityId ? idFrom('community', communityId, 'communityId') : null,
      // Both are normalized by their scalars (schema/typed-text.ts). An invalid number finds
      // nobody, as an unknown one does.
      phoneIndex: phone ? phoneIndex(vault, foundationId, phone) : null,
      identityNumberIndex: identityNumber
        ? identityNumberIndex(vault, foundationId, identityNumber)
        : null,
    });
  }

  @Query(() => DisclosureConnection, {
    description:
      'Disclosures of personal data in clear text, newest first. Visible to administrators, auditors and the person concerned.',
  })
  async disclosures(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('personId', () => ID, {
      nullable: true,
      description:
        'Only disclosures about this person. Required unless the caller may see all disclosures.',
    })
    personId?: string,
  ) {
    const uuid = personId ? decodeId('person', personId) : null;
    if (personId) idFrom('person', personId, 'personId');
    ctx.authorize('disclosure:read', uuid ? { elderPersonId: uuid, volunteerPersonId: uuid } : {});
    return listDisclosures(ctx, page, uuid);
  }

  @Mutation(() => ElderPayload, { description: 'Registers an elder, who receives service.' })
  async registerElder(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RegisterElderInput, { description: 'Input for `registerElder`.' })
    input: RegisterElderInput,
  ) {
    const { elderId } = await people.registerElder(ctx, input);
    return { elder: await ctx.load(elderById, elderId) };
  }

  @Mutation(() => VolunteerPayload, { description: 'Registers a volunteer, who serves elders.' })
  async registerVolunteer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RegisterVolunteerInput, { description: 'Input for `registerVolunteer`.' })
    input: RegisterVolunteerInput,
  ) {
    const { volunteerId } = await people.registerVolunteer(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => PersonPayload, { description: 'Corrects the record of a person.' })
  async correctPerson(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CorrectPersonInput, { description: 'Input for `correctPerson`.' })
    input: CorrectPersonInput,
  ) {
    const { personId } = await people.correctPerson(ctx, input);
    return { person: await ctx.load(personById, personId) };
  }

  @Mutation(() => VolunteerPayload, {
    description: "Records whether a volunteer is vetted for visits at an elder's home.",
  })
  async vetVolunteer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => VetVolunteerInput, { description: 'Input for `vetVolunteer`.' })
    input: VetVolunteerInput,
  ) {
    const { volunteerId } = await people.vetVolunteer(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => DisclosePersonalDataPayload, {
    description:
      'Discloses personal data in clear text. The disclosure, its purpose and its reason are recorded permanently.',
  })
  async disclosePersonalData(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DisclosePersonalDataInput, {
      description: 'Input for `disclosePersonalData`.',
    })
    input: DisclosePersonalDataInput,
  ) {
    return { personalData: await disclosePersonalData(ctx, input) };
  }

  @Mutation(() => ImportPeoplePayload, {
    description:
      'Imports people from a table, all rows or none. By default it is a trial run that writes nothing.',
  })
  async importPeople(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ImportPeopleInput, { description: 'Input for `importPeople`.' })
    input: ImportPeopleInput,
  ) {
    return { report: await importPeople(ctx, input) };
  }

  @Mutation(() => ExportPersonalDataPayload, {
    description: 'Exports a copy of all data kept about a person, to be given to that person.',
  })
  async exportPersonalData(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ExportPersonalDataInput, { description: 'Input for `exportPersonalData`.' })
    input: ExportPersonalDataInput,
  ) {
    return { document: await exportPersonalData(ctx, input) };
  }

  @Mutation(() => PersonPayload, {
    description:
      'Erases the identifying data of a person permanently. Ledger entries and counts remain under a pseudonym.',
  })
  async erasePerson(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ErasePersonInput, { description: 'Input for `erasePerson`.' })
    input: ErasePersonInput,
  ) {
    const { personId } = await erasePerson(ctx, input);
    return { person: await ctx.load(personById, personId) };
  }
}
