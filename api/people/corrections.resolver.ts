import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CorrectElderInput, CorrectVolunteerInput } from '../../schema/people/correction-inputs.ts';
import { ElderPayload, VolunteerPayload } from '../../schema/people/person-inputs.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { correctElder, correctVolunteer } from './corrections.service.ts';
import { elderById, volunteerById } from './people.queries.ts';

@Resolver()
export class CorrectionsResolver {
  @Mutation(() => ElderPayload, {
    description: 'Corrects what is on record about an elder. The full name is corrected by `correctPerson`.',
  })
  async correctElder(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CorrectElderInput, { description: 'Input for `correctElder`.' }) input: CorrectElderInput,
  ) {
    const { elderId } = await correctElder(ctx, input);
    return { elder: await ctx.load(elderById, elderId) };
  }

  @Mutation(() => VolunteerPayload, {
    description: 'Corrects what is on record about a volunteer. The full name is corrected by `correctPerson`.',
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
