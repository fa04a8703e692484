import type { OutcomeMeasure, VisitFeedback } from '../../../schema/certification/outcome.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';

export const measureById = loaderById<OutcomeMeasure>(
  'certification.measureById',
  'outcome_measure',
);

export const feedbackByVisit = loaderByParent<VisitFeedback>(
  'certification.feedbackByVisit',
  'select visit_id as parent_id, * from visit_feedback where foundation_id = :foundationId and visit_id = any (:parentIds)',
);

export const measuresByElder = loaderByParent<OutcomeMeasure>(
  'certification.measuresByElder',
  `select parent.id as parent_id, measure.* from unnest(:parentIds::uuid[]) as parent (id)
   cross join lateral (
     select * from outcome_measure m where m.foundation_id = :foundationId and m.elder_id = parent.id order by m.measured_at desc, m.id desc limit 50
   ) as measure`,
);
