import type { Evidence, EvidenceWithdrawal } from '../../../schema/certification/evidence.ts';
import type { Photo } from '../../../schema/certification/photo.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { Loader } from '../../platform/reads/read-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';

export const photoById = loaderById<Photo>('photo');
export const evidenceById = loaderById<Evidence>('evidence');

/** Bounded by the evidence limit of a visit; see limits. */
export const evidenceByVisit = loaderByParent<Evidence>(
  'evidenceByVisit',
  `select visit_id as parent_id, * from evidence where foundation_id = $1 and visit_id = any ($2) order by visit_id, happened_at, id`,
);

export const photosByVisit = loaderByParent<Photo>(
  'photosByVisit',
  `select visit_id as parent_id, * from photo where foundation_id = $1 and visit_id = any ($2) order by visit_id, taken_at, id`,
);

export const withdrawalByEvidence = loaderByParent<EvidenceWithdrawal>(
  'withdrawalByEvidence',
  'select evidence_id as parent_id, * from evidence_withdrawal where foundation_id = $1 and evidence_id = any ($2)',
);

/** Generation of a door's secret; 1 for a door that was never set. */
export const doorGenerationByElder: Loader<string, number> = {
  name: 'doorGenerationByElder',
  async batch(ctx: Context, elderIds) {
    const rows = await ctx.rows<{ elderId: string; generation: number }>(selectGenerations, [
      ctx.foundationId,
      elderIds,
    ]);
    return new Map(rows.map((row) => [row.elderId, row.generation]));
  },
};

const selectGenerations = statement(
  'select elder_id, generation from door where foundation_id = $1 and elder_id = any ($2)',
);
