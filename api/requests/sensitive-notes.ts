import { withinWholeFoundation } from '../platform/database/session.ts';
import { newId } from '../../schema/ids.ts';
import type { RequestNote } from '../../schema/requests/request-note.ts';
import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import type { Vault } from '../platform/privacy/vault.ts';
import { updateReaders } from './note-readers.ts';

/**
 * Writes or replaces the sensitive note of a request, readable by assigned volunteers only; a blank
 * text deletes it. Stored encrypted.
 */
export async function writeSensitiveNote(
  tx: MutationTransaction,
  request: ServiceRequest,
  text: string | null,
): Promise<void> {
  await tx.acrossCommunities(() => tx.rows(deleteNote, { requestId: request.id }));
  request.hasSensitiveNote = text !== null;
  if (text === null) return;
  const sealed = tx.caller.services.vault.seal(text, placeOf(tx.foundationId, request.id));
  await tx.acrossCommunities(() =>
    tx.rows(insertNote, {
      id: newId(),
      communityId: request.communityId,
      requestId: request.id,
      elderPersonId: request.elderPersonId,
      accountId: tx.actor.accountId,
      sealed,
      writtenAt: tx.caller.now(),
    }),
  );
  await updateReaders(tx, [request.id]);
}

/**
 * Decrypted notes of the requests whose notes the caller may read. Records a disclosure to the
 * elder first, unless the elder or the family reads. The live feed shares one result with many
 * subscribers, so that no single reader could be recorded; it shows no notes.
 */
export const sensitiveNoteByRequest: Loader<string, string> = {
  name: 'sensitiveNoteByRequest',
  async batch(ctx: Context, requestIds) {
    if (ctx.actor.accountId === '') return new Map();
    const rows = await ctx.rows<RequestNote>(selectNotes, { requestIds });
    const shown = rows.filter((row) => ctx.allows('request:readSensitive', subjectOf(row)));
    const own = new Set(ctx.actor.grants.map((grant) => grant.personId));
    await disclose(
      ctx,
      shown.filter((row) => !own.has(row.elderPersonId)),
    );
    const { vault } = ctx.services;
    return new Map(shown.map((row) => [row.requestId, openNote(vault, row)]));
  },
};

/** Decrypted note, to copy into a successor request. Discloses it to nobody. */
export async function noteInClear(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<string | null> {
  const [row] = await tx.rowsAcrossCommunities<RequestNote>(selectNotes, {
    requestIds: [request.id],
  });
  return row ? openNote(tx.caller.services.vault, row) : null;
}

/** Decrypts a note for a data subject's copy. */
export function openNoteForCopy(
  vault: Vault,
  row: Record<string, unknown>,
): Record<string, unknown> {
  const { textSealed, ...rest } = row as unknown as RequestNote;
  return { ...rest, text: openNote(vault, { ...rest, textSealed }) };
}

function subjectOf({ communityId, elderPersonId, readerPersonIds, readerTeamIds }: RequestNote) {
  return { communityId, elderPersonId, assignedPersonIds: readerPersonIds, teamIds: readerTeamIds };
}

function openNote(
  vault: Vault,
  {
    foundationId,
    requestId,
    textSealed,
  }: Pick<RequestNote, 'foundationId' | 'requestId' | 'textSealed'>,
): string {
  return vault.open(textSealed, placeOf(foundationId, requestId));
}

function placeOf(foundationId: string, requestId: string): string {
  return `${foundationId}/${requestId}/SENSITIVE_NOTE`;
}

/** Records disclosures of notes, for the elders concerned. */
export async function disclose(
  ctx: Context,
  rows: readonly { communityId: string; elderPersonId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  const { accountId, displayName, appId, session } = ctx.actor;
  const wide = withinWholeFoundation(session, ctx.foundationId);
  await ctx.services.database.writeAside(wide, (tx) =>
    tx.rows(insertDisclosures, {
      foundationId: ctx.foundationId,
      ids: rows.map(() => newId()),
      communityIds: rows.map((row) => row.communityId),
      personIds: rows.map((row) => row.elderPersonId),
      accountId,
      displayName,
      appId,
      disclosedAt: ctx.now(),
    }),
  );
}

const deleteNote = statement(
  'requests.deleteNote',
  'delete from request_note where foundation_id = :foundationId and request_id = :requestId',
);
const insertNote = statement(
  'requests.insertNote',
  `insert into request_note (foundation_id, id, community_id, request_id, elder_person_id, author_account_id, text_sealed, written_at)
   values (:foundationId, :id, :communityId, :requestId, :elderPersonId, :accountId, :sealed, :writtenAt)`,
);
const selectNotes = statement(
  'requests.selectNotes',
  'select * from request_note where foundation_id = :foundationId and request_id = any (:requestIds)',
);
const insertDisclosures = statement(
  'requests.insertDisclosures',
  `insert into disclosure (foundation_id, id, community_id, person_id, account_id, account_name, app_id, purpose, fields, reason, disclosed_at)
   select :foundationId, note.id, note.community_id, note.person_id, :accountId, :displayName, :appId, 'SERVICE', '{SENSITIVE_NOTE}', 'sensitiveNote', :disclosedAt
   from unnest(:ids::uuid[], :communityIds::uuid[], :personIds::uuid[]) as note (id, community_id, person_id)`,
);
