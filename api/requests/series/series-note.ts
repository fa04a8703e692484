import type { RequestSeries } from '../../../schema/requests/request-series.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { Loader } from '../../platform/reads/read-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import type { Vault } from '../../platform/privacy/vault.ts';
import { disclose } from '../sensitive-notes.ts';

/** Encrypts the sensitive note of a series, or deletes it. Call it after the series is inserted. */
export async function writeSeriesNote(
  tx: MutationTransaction,
  series: RequestSeries,
  text: string | null,
): Promise<void> {
  series.hasSensitiveNote = text !== null;
  const sealed = text === null ? null : tx.caller.services.vault.seal(text, placeOf(series));
  await tx.rows(updateNote, { seriesId: series.id, sealed });
}

/** Decrypted note, to copy into a request or a successor series. Discloses it to nobody. */
export async function seriesNoteOf(
  tx: MutationTransaction,
  series: RequestSeries,
): Promise<string | null> {
  if (!series.hasSensitiveNote) return null;
  const [row] = await tx.rows<SealedRow>(selectSeriesNotes, { seriesIds: [series.id] });
  return row ? openNote(tx.caller.services.vault, row) : null;
}

/**
 * Notes of the series whose notes the caller may read. A read by a dispatcher is a disclosure to
 * the elder.
 */
export const sensitiveNoteBySeries: Loader<string, string> = {
  name: 'sensitiveNoteBySeries',
  async batch(ctx: Context, seriesIds) {
    const rows = await ctx.rows<SealedRow>(selectSeriesNotes, { seriesIds });
    const shown = rows.filter(({ communityId, elderPersonId }) =>
      ctx.allows('series:readSensitive', { communityId, elderPersonId }),
    );
    const own = new Set(ctx.actor.grants.map((grant) => grant.personId));
    await disclose(
      ctx,
      shown.filter((row) => !own.has(row.elderPersonId)),
    );
    return new Map(shown.map((row) => [row.id, openNote(ctx.services.vault, row)]));
  },
};

/** Decrypts the note for a data subject's copy. */
export function openSeriesForCopy(
  vault: Vault,
  row: Record<string, unknown>,
): Record<string, unknown> {
  const { noteSealed, ...rest } = row as unknown as SealedRow;
  return { ...rest, sensitiveNote: noteSealed && openNote(vault, { ...rest, noteSealed }) };
}

interface SealedRow {
  foundationId: string;
  id: string;
  communityId: string;
  elderPersonId: string;
  noteSealed: Buffer;
}

function openNote(vault: Vault, row: SealedRow): string {
  return vault.open(row.noteSealed, placeOf(row));
}

function placeOf({ foundationId, id }: { foundationId: string; id: string }): string {
  return `${foundationId}/${id}/SERIES_NOTE`;
}

const updateNote = statement(
  'requests.updateNote',
  `update request_series set note_sealed = :sealed, has_sensitive_note = :sealed::bytea is not null where foundation_id = :foundationId and id = :seriesId`,
);
const selectSeriesNotes = statement(
  'requests.selectSeriesNotes',
  `select foundation_id, id, community_id, elder_person_id, note_sealed from request_series
   where foundation_id = :foundationId and id = any (:seriesIds) and note_sealed is not null`,
);
