import type { Evidence, EvidenceWithdrawal } from '../../../schema/certification/evidence.ts';
import type { Photo } from '../../../schema/certification/photo.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { Loader } from '../../platform/reads/read-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';

export const photoById = loaderById<Photo>('certification.photoById', 'photo');
export const evidenceById = loaderById<Evidence>('certification.evidenceById', 'evidence');

/** Bounded by the evidence limit of a visit; see limits. */
export const evidenceByVisit = loaderByParent<Evidence>(
  'certification.evidenceByVisit',
  `select visit_id as parent_id, * from evidence where foundation_id = :foundationId and visit_id = any (:parentIds) order by visit_id, happened_at, id`,
);

export const photosByVisit = loaderByParent<Photo>(
  'certification.photosByVisit',
  `select visit_id as parent_id, * from photo where foundation_id = :foundationId and visit_id = any (:parentIds) order by visit_id, taken_at, id`,
);

export const withdrawalByEvidence = loaderByParent<EvidenceWithdrawal>(
  'certification.withdrawalByEvidence',
  'select evidence_id as parent_id, * from evidence_withdrawal where foundation_id = :foundationId and evidence_id = any (:parentIds)',
);

/** Generation of a door's secret; 1 for a door that was never set. */
export const doorGenerationByElder: Loader<string, number> = {
  name: 'doorGenerationByElder',
  async batch(ctx: Context, elderIds) {
    const rows = await ctx.rows<{ elderId: string; generation: number }>(selectGenerations, {
      elderIds,
    });
    return new Map(rows.map((row) => [row.elderId, row.generation]));
  },
};

const selectGenerations = statement(
  'certification.selectGenerations',
  'select elder_id, generation from door where foundation_id = :foundationId and elder_id = any (:elderIds)',
);
