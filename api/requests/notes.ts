import { RequestNote } from '../../schema/requests/request-note.ts';
import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { Context, LoaderOf, MutationTransaction } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';

/** Writes, replaces or, when it is blank, takes away the note that only those who go may read. */
export async function writeSensitiveNote(
  tx: MutationTransaction,
  request: ServiceRequest,
  text: string | null,
): Promise<void> {
  await tx.acrossCommunities(() => tx.rows(deleteNote, [tx.foundationId, request.id]));
  request.hasSensitiveNote = text !== null;
  if (text === null) return;
  await tx.acrossCommunities(() =>
    tx.add(RequestNote, {
      communityId: request.communityId,
      requestId: request.id,
      elderPersonId: request.elderPersonId,
      authorAccountId: tx.actor.accountId,
      readerPersonIds: [],
      readerTeamIds: [],
      text,
      writtenAt: tx.ctx.now(),
    }),
  );
  await tellReaders(tx, request);
}

/** Lets those read who go now, and their leaders, and nobody who went before. Call it after visits were added or given up. */
export async function tellReaders(tx: MutationTransaction, request: ServiceRequest): Promise<void> {
  if (!request.hasSensitiveNote) return;
  await tx.acrossCommunities(() => tx.rows(updateReaders, [tx.foundationId, request.id]));
}

/** The note of a request with those who may read it; whether the caller is one of them the policy says as well. */
export const noteByRequest: LoaderOf<string, RequestNote> = {
  name: 'noteByRequest',
  async batch(ctx: Context, requestIds) {
    const rows = await ctx.rows<RequestNote>(selectNotes, [ctx.foundationId, requestIds]);
    return new Map(rows.map((row) => [row.requestId, row]));
  },
};

const deleteNote = statement('delete from request_note where foundation_id = $1 and request_id = $2');
const updateReaders = statement(
  `update request_note set
     reader_person_ids = coalesce((select array_agg(v.volunteer_person_id) from visit v
       where v.foundation_id = $1 and v.request_id = $2 and v.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT')), '{}'),
     reader_team_ids = coalesce((select array_agg(m.team_id) from visit v
       join team_member m on m.foundation_id = v.foundation_id and m.volunteer_id = v.volunteer_id
       where v.foundation_id = $1 and v.request_id = $2 and v.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT')), '{}')
   where foundation_id = $1 and request_id = $2`,
);
const selectNotes = statement('select * from request_note where foundation_id = $1 and request_id = any ($2)');
