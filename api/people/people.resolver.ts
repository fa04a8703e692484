import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { ElderConnection } from '../../schema/people/elder.ts';
import { VolunteerConnection } from '../../schema/people/volunteer.ts';
import type { Context } from '../platform/context.ts';
import { PageArgs } from '../platform/page.ts';
import { listElders, listVolunteers } from './people.queries.ts';

@Resolver()
export class PeopleResolver {
  @Query(() => ElderConnection, { description: 'Elders that you may see, oldest entry first.' })
  async elders(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listElders(ctx, page);
  }

  @Query(() => VolunteerConnection, { description: 'Volunteers that you may see, oldest entry first.' })
  async volunteers(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listVolunteers(ctx, page);
  }
}
