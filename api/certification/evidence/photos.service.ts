import { newId } from '../../../schema/ids.ts';
import type {
  AnnouncePhotoInput,
  PhotoUpload,
} from '../../../schema/certification/evidence-inputs.ts';
import { Photo, type PhotoType } from '../../../schema/certification/photo.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { certificationLimits } from '../limits.ts';
import type { SignedLinks } from '../../platform/storage/signed-links.ts';
import { performerOf } from '../../requests/request-lifecycle.ts';
import { visitTimeOf } from '../../requests/visit-times.ts';
import { ensurePossible } from '../visits/ensure-possible.ts';
import { lockVisit } from './evidence.service.ts';
import { evidenceAuthorOf } from './evidence-records.ts';

/** The right to upload one file for one photo, as encoded in its link. */
export interface UploadRight {
  foundationId: string;
  photoId: string;
  accountId: string;
}

/**
 * Announces a photo and gives its upload link. The same key gives the same photo and a fresh
 * link.
 * Refuses with TOO_MANY_PHOTOS, VISIT_CANNOT_CHANGE (also for one that is certified),
 * TIME_IN_FUTURE, TIME_TOO_LONG_AGO, NOT_FOUND, NOT_ALLOWED.
 */
export async function announcePhoto(
  ctx: Context,
  input: AnnouncePhotoInput,
): Promise<{ photoId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  return ctx.mutate({ operation: 'announcePhoto', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const { communityId, elderPersonId } = request;
    const subject = { communityId, elderPersonId, ...(await performerOf(tx, visit)) };
    await tx.authorize('evidence:add', subject, { kind: 'visit', id: visitId });
    // The upload link is a right, which a person who lost hers must not get again.
    tx.runAgainOnRepeat();
    const taken = visitTimeOf(tx, visit, input.takenAt, ['input', 'takenAt']);
    const witness = evidenceAuthorOf(tx);
    // A team leader announces photos for volunteers of the team, without seeing them.
    return tx.acrossCommunities(async () => {
      const known = await tx.rows<{ id: string; idempotencyKey: string }>(selectPhotosOf, {
        visitId,
      });
      const same = known.find((photo) => photo.idempotencyKey === input.idempotencyKey);
      if (same) return { photoId: same.id };
      ensurePossible(visit, 'announcePhoto');
      if (known.length >= certificationLimits.photosPerVisitMax)
        throw new Refusal('TOO_MANY_PHOTOS', { max: certificationLimits.photosPerVisitMax }, [
          'input',
        ]);
      const { id: photoId } = await tx.add(Photo, {
        id: newId(),
        communityId,
        visitId,
        elderPersonId,
        volunteerPersonId: visit.volunteerPersonId,
        idempotencyKey: input.idempotencyKey,
        state: 'AWAITED',
        announcedType: input.type,
        announcedBytes: input.bytes,
        takenAt: taken.at,
        deviceTakenAt: taken.flags.includes('CLOCK_WRONG') ? taken.deviceAt : null,
        announcedAt: tx.caller.now(),
        removeAt: new Date(
          tx.caller.nowMs() + certificationLimits.photoAwaitedHours * 3_600_000,
        ).toISOString(),
        announcedByAccountId: witness.accountId,
        announcedByName: witness.name,
        actedForPersonId: witness.actedForPersonId,
        channel: witness.channel,
      });
      return { photoId };
    });
  });
}

/** Upload target of an announced photo. */
export function uploadOf(ctx: Context, photoId: string, type: PhotoType): PhotoUpload {
  const { links } = ctx.services;
  const expiresAt = steadyExpiry(certificationLimits.uploadLinkMinutes);
  const right: UploadRight = {
    foundationId: ctx.foundationId,
    photoId,
    accountId: ctx.actor.accountId,
  };
  return {
    url: `${links.publicUrl}/photos/${links.seal(uploadPurpose, right, expiresAt)}`,
    method: 'PUT',
    contentType: `image/${type.toLowerCase()}`,
    expiresAt: expiresAt.toISOString(),
  };
}

/** A temporary link to a stored photo. */
export function readLink(links: SignedLinks, key: string | null | undefined): string | null {
  if (!key) return null;
  return `${links.publicUrl}/photos/${links.seal(readPurpose, { key }, steadyExpiry(certificationLimits.readLinkMinutes))}`;
}

/** Expiry of links, rounded up to five minutes: the same URL stays cacheable in a browser. */
function steadyExpiry(minutes: number): Date {
  const fiveMinutesMs = 300_000;
  return new Date(Math.ceil(Date.now() / fiveMinutesMs) * fiveMinutesMs + minutes * 60_000);
}

export const uploadPurpose = 'photo-upload';
export const readPurpose = 'photo-read';

const selectPhotosOf = statement(
  'certification.selectPhotosOf',
  'select id, idempotency_key from photo where foundation_id = :foundationId and visit_id = :visitId',
);
