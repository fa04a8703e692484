import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CorrectElderInput, CorrectVolunteerInput } from '../../schema/people/correction-inputs.ts';
import { ElderPayload, VolunteerPayload } from '../../schema/people/person-inputs.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { correctElder, correctVolunteer } from './corrections.service.ts';
import { elderById, volunteerById } from './people.queries.ts';

@Resolver()
export class CorrectionsResolver {
  @Mutation(() => ElderPayload, {
    description: 'Corrects the record of an elder. Use `correctPerson` for the full name.',
  })
  async correctElder(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CorrectElderInput, { description: 'Input for `correctElder`.' })
    input: CorrectElderInput,
  ) {
    const { elderId } = await correctElder(ctx, input);
    return { elder: await ctx.load(elderById, elderId) };
  }

  @Mutation(() => VolunteerPayload, {
    description: 'Corrects the record of a volunteer. Use `correctPerson` for the full name.',
  })
  async correctVolunteer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CorrectVolunteerInput, { description: 'Input for `correctVolunteer`.' })
    input: CorrectVolunteerInput,
  ) {
    const { volunteerId } = await correctVolunteer(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }
}
