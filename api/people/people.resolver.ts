import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
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
  RevokeVettingInput,
  VetVolunteerInput,
  VolunteerPayload,
} from '../../schema/people/person-inputs.ts';
import {
  DisclosureFilter,
  ElderFilter,
  PersonFilter,
  VolunteerFilter,
} from '../../schema/people/people-filters.ts';
import { idsIn } from '../platform/reads/filter-values.ts';
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
  disclosureList,
  elderList,
  listPeople,
  personById,
  volunteerById,
  volunteerList,
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
    @Arg('filter', () => ElderFilter, { nullable: true, description: 'Filter of the elders.' })
    filter?: ElderFilter,
    @Selected() selection: Selection = null,
  ) {
    const wanted = {
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
      livesAlone: filter?.livesAlone ?? null,
    };
    return elderList.page(ctx, page, wanted, selection?.inPage());
  }

  @Query(() => VolunteerConnection, {
    description: 'Volunteers that the caller may see, oldest entry first.',
  })
  async volunteers(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => VolunteerFilter, {
      nullable: true,
      description: 'Filter of the volunteers.',
    })
    filter?: VolunteerFilter,
    @Selected() selection: Selection = null,
  ) {
    const wanted = {
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
      teamIds: idsIn('team', filter?.teamIds, 'teamIds'),
      isVetted: filter?.isVetted ?? null,
    };
    return volunteerList.page(ctx, page, wanted, selection?.inPage());
  }

  @Query(() => PersonConnection, {
    description:
      'People that the caller may see, oldest entry first. A filter by telephone or identity number needs the whole number and finds only people whose masked number the caller may see.',
  })
  async people(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PersonFilter, { nullable: true, description: 'Filter of the people.' })
    filter?: PersonFilter,
  ) {
    const { foundationId } = ctx;
    const { vault } = ctx.services;
    const { phone, identityNumber } = filter ?? {};
    return listPeople(ctx, page, {
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
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
    @Arg('filter', () => DisclosureFilter, {
      nullable: true,
      description: 'Filter of the disclosures.',
    })
    filter?: DisclosureFilter,
  ) {
    const personId = filter?.personId
      ? idFrom('person', filter.personId, 'filter', 'personId')
      : null;
    ctx.authorize(
      'disclosure:read',
      personId ? { elderPersonId: personId, volunteerPersonId: personId } : {},
    );
    return disclosureList.page(ctx, page, { personId });
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
    description: "Records that a volunteer is vetted for visits at an elder's home.",
  })
  async vetVolunteer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => VetVolunteerInput, { description: 'Input for `vetVolunteer`.' })
    input: VetVolunteerInput,
  ) {
    const { volunteerId } = await people.vetVolunteer(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => VolunteerPayload, {
    description:
      'Records that a volunteer is not vetted, or no longer. Planned visits of the volunteer are released.',
  })
  async revokeVetting(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeVettingInput, { description: 'Input for `revokeVetting`.' })
    input: RevokeVettingInput,
  ) {
    const { volunteerId } = await people.revokeVetting(ctx, input);
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
