import type {
  AvailabilityException,
  AvailabilitySlot,
  VolunteerProfile,
} from '../../../schema/requests/availability.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { Loader } from '../../platform/reads/read-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { guarded, guardedLists } from '../../platform/context/guarded.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';

/** Availability and absences from home are visible to planners only. */
const readByPlanners = {
  action: 'availability:read',
  subjectOf: ({ personId }: { personId: string }) => ({ volunteerPersonId: personId }),
};

export const exceptionById = guarded(
  loaderById<AvailabilityException>('requests.exceptionById', 'availability_exception'),
  readByPlanners,
);

export const slotsByVolunteer = guardedLists(
  loaderByParent<AvailabilitySlot>(
    'requests.slotsByVolunteer',
    `select volunteer_id as parent_id, * from availability_slot
   where foundation_id = :foundationId and volunteer_id = any (:parentIds) order by volunteer_id, weekday, from_minute, id`,
  ),
  readByPlanners,
);

// The service limits a volunteer to 200 of them.
export const exceptionsByVolunteer = guardedLists(
  loaderByParent<AvailabilityException>(
    'requests.exceptionsByVolunteer',
    `select volunteer_id as parent_id, * from availability_exception
   where foundation_id = :foundationId and volunteer_id = any (:parentIds) and day >= current_date - 1 order by volunteer_id, day, from_minute, id`,
  ),
  readByPlanners,
);

export const profileByVolunteer: Loader<string, VolunteerProfile> = {
  name: 'profileByVolunteer',
  async batch(ctx: Context, volunteerIds) {
    const rows = await ctx.rows<VolunteerProfile>(selectProfiles, { volunteerIds });
    return new Map(rows.map((row) => [row.volunteerId, row]));
  },
};

const selectProfiles = statement(
  'requests.selectProfiles',
  'select * from volunteer_profile where foundation_id = :foundationId and volunteer_id = any (:volunteerIds)',
);
