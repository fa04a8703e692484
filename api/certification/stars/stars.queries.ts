import type { StarAward, StarPolicy } from '../../../schema/certification/star.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';

export const starPolicyById = loaderById<StarPolicy>('certification.starPolicyById', 'star_policy');

export const awardsByVolunteer = loaderByParent<StarAward>(
  'certification.awardsByVolunteer',
  `select parent.id as parent_id, award.* from unnest(:parentIds::uuid[]) as parent (id)
   cross join lateral (
     select * from star_award a where a.foundation_id = :foundationId and a.volunteer_id = parent.id order by a.id desc limit 20
   ) as award`,
);
