import { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import type { ScheduledTasks } from '../../platform/jobs/scheduled-tasks.ts';
import { systemActor } from '../../platform/authorization/system-actor.ts';

/**
 * Photos due for removal: announced and never sent, past their retention, or of an erased person.
 * The row stays and records that there was one. Files go first: a crash in between leaves a due
 * row.
 */
export const duePhotos: ScheduledTasks = {
  task: 'photo-removal',
  due: `select foundation_id, id as subject_id, 'REMOVE' as kind from photo where remove_at <= :now`,
  async run(services, { foundationId, subjectId }) {
    const ctx = new Context(services, systemActor(foundationId), 'zh-CN');
    await ctx.mutate(
      { operation: 'removePhoto', input: { photoId: subjectId }, isUpkeep: true },
      async (tx) => {
        const [photo] = await tx.rows<{ fileKeys: string[] }>(lockDue, {
          foundationId,
          subjectId,
          now: ctx.now(),
        });
        if (!photo) return {};
        for (const key of photo.fileKeys) await services.objects.remove(key);
        await tx.leaveTrail('photo:remove', { kind: 'photo', id: subjectId });
        await tx.rows(markRemoved, { foundationId, subjectId });
        return {};
      },
    );
  },
};

/** Makes photos of an erased person due for removal, together with their recognition data. */
export const forgetPhotos = statement(
  'certification.forgetPhotos',
  `update photo set remove_at = now(), perceptual_hash = null, sha256 = null
   where foundation_id = :foundationId and (elder_person_id = :elderPersonId or volunteer_person_id = :elderPersonId) and state <> 'REMOVED'`,
);

const lockDue = statement(
  'certification.lockDue',
  'select file_keys from photo where foundation_id = :foundationId and id = :subjectId and remove_at <= :now for update',
);
const markRemoved = statement(
  'certification.markRemoved',
  `update photo set state = 'REMOVED', storage_key = null, thumbnail_key = null, file_keys = '{}', remove_at = null
   where foundation_id = :foundationId and id = :subjectId`,
);
