import { newId } from '../../../schema/ids.ts';
import type { EvidenceFlag } from '../../../schema/certification/evidence.ts';
import type { Photo } from '../../../schema/certification/photo.ts';
import type { Services } from '../../platform/context/services.ts';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { systemSession } from '../../platform/database/session.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { type DecodedImage, decodeImage, typeOf } from '../../platform/images/image.ts';
import { insertEvidence } from './evidence-records.ts';
import type { UploadRight } from './photos.service.ts';

/**
 * Stores the file of an announced photo: validates its content, keeps a photo without metadata and
 * a thumbnail, and adds it as evidence. Idempotent for repeated uploads. A photo that resembles one
 * of another visit goes to the review queue.
 * Refuses with PHOTO_TYPE_REFUSED, PHOTO_TYPE_DIFFERS, PHOTO_TOO_LARGE, PHOTO_BROKEN,
 * BUSY_WITH_PHOTOS, PHOTO_ALREADY_STORED, NOT_FOUND.
 */
export async function receivePhoto(
  services: Services,
  right: UploadRight,
  bytes: Buffer,
): Promise<void> {
  const image = await storeOrRefuse(services, right, bytes);
  const { storageKey, thumbnailKey } = keysOf(right, image);
  // Three steps: record the key, store the file, mark it stored. A row never points to a missing
  // file, and no file is without a row.
  await asHouse(services, right, (tx) =>
    tx.rows(nameFiles, {
      foundationId: right.foundationId,
      photoId: right.photoId,
      fileKeys: [storageKey, thumbnailKey],
    }),
  );
  await services.objects.put(storageKey, image.jpeg, 'image/jpeg');
  await services.objects.put(thumbnailKey, image.thumbnail, 'image/jpeg');
  await asHouse(services, right, async (tx) => {
    const photo = await lockPhoto(tx, right);
    if (photo.state === 'REMOVED') throw new Refusal('NOT_FOUND', { what: 'Photo' });
    if (photo.state === 'STORED') {
      if (photo.sha256 === image.sha256) return;
      throw new Refusal('PHOTO_ALREADY_STORED');
    }
    await tx.rows(storePhoto, {
      foundationId: right.foundationId,
      photoId: right.photoId,
      width: image.width,
      height: image.height,
      bytes: image.jpeg.length,
      sha256: image.sha256,
      storageKey,
      thumbnailKey,
      perceptualHash: image.perceptualHash?.toString() ?? null,
      removeAt: removalOf(services),
    });
    await writeDown(tx, photo, new Date(services.clock.nowMs()).toISOString());
  });
}

async function storeOrRefuse(
  services: Services,
  right: UploadRight,
  bytes: Buffer,
): Promise<DecodedImage> {
  try {
    const [photo] = await asHouse(services, right, (tx) =>
      tx.rows<Photo>(selectPhoto, { foundationId: right.foundationId, photoId: right.photoId }),
    );
    if (!photo) throw new Refusal('NOT_FOUND', { what: 'Photo' });
    const image = await decodeImage(bytes);
    const announced = `image/${photo.announcedType.toLowerCase()}`;
    if (typeOf(bytes) !== announced)
      throw new Refusal('PHOTO_TYPE_DIFFERS', { announced, found: typeOf(bytes) ?? '' });
    return image;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('PHOTO_'))
      await asHouse(services, right, (tx) =>
        tx.rows(refusePhoto, {
          foundationId: right.foundationId,
          photoId: right.photoId,
          code: error.code,
        }),
      );
    throw error;
  }
}

/** When a photo stored now is due for removal; null when the settings keep it. */
function removalOf({ clock, photoRetentionDays }: Services): string | null {
  if (photoRetentionDays === 0) return null;
  return new Date(clock.nowMs() + photoRetentionDays * 86_400_000).toISOString();
}

/**
 * Storage keys of a photo. They contain the file's hash, so a second file never replaces the first.
 */
function keysOf({ foundationId, photoId }: UploadRight, { sha256 }: DecodedImage) {
  const stem = `${foundationId}/photos/${photoId}-${sha256.slice(0, 16)}`;
  return { storageKey: `${stem}.jpg`, thumbnailKey: `${stem}.small.jpg` };
}

async function lockPhoto(tx: Queryable, { foundationId, photoId }: UploadRight): Promise<Photo> {
  const [photo] = await tx.rows<Photo>(selectPhotoForUpdate, { foundationId, photoId });
  if (!photo) throw new Refusal('NOT_FOUND', { what: 'Photo' });
  return photo;
}

/**
 * Adds the photo as evidence of its visit. Flags it when it was taken at another time or resembles
 * another photo.
 */
async function writeDown(tx: Queryable, photo: Photo, arrivedAt: string): Promise<void> {
  const { foundationId, visitId } = photo;
  const [visit] = await tx.rows<VisitTimes>(selectVisit, { foundationId, visitId });
  if (!visit) throw new Error('A photo has no visit.');
  const twins = await tx.rows<{ visitId: string; bits: number }>(selectTwins, {
    foundationId,
    photoId: photo.id,
    bitsMax,
  });
  const flags: EvidenceFlag[] = [
    ...(isOutside(photo.takenAt, visit) ? (['OUTSIDE_VISIT'] as const) : []),
    ...(twins.length > 0 ? (['SAME_PHOTO'] as const) : []),
    ...(photo.deviceTakenAt ? (['CLOCK_WRONG'] as const) : []),
  ];
  const witness = {
    accountId: photo.announcedByAccountId,
    name: photo.announcedByName,
    actedForPersonId: photo.actedForPersonId ?? null,
    channel: photo.channel,
    arrivedAt,
  };
  await insertEvidence(tx, { ...photo, id: visitId }, witness, [
    {
      kind: 'PHOTO',
      idempotencyKey: photo.idempotencyKey,
      happenedAt: photo.takenAt,
      deviceAt: photo.deviceTakenAt ?? null,
      counts: flags.length === 0,
      flags,
      photoId: photo.id,
    },
  ]);
  for (const twin of twins) {
    await tx.rows(insertTwin, {
      foundationId,
      id: newId(),
      communityId: photo.communityId,
      visitId,
      volunteerPersonId: photo.volunteerPersonId,
      otherVisitId: twin.visitId,
      figures: JSON.stringify({ bits: twin.bits }),
    });
  }
}

interface VisitTimes {
  checkedInAt: string | null;
  checkedOutAt: string | null;
}

/** A quarter of an hour for the last photo on the stairs. */
const marginMs = 900_000;

function isOutside(takenAt: string, { checkedInAt, checkedOutAt }: VisitTimes): boolean {
  const at = Date.parse(takenAt);
  if (checkedInAt && at < Date.parse(checkedInAt) - marginMs) return true;
  return Boolean(checkedOutAt && at > Date.parse(checkedOutAt) + marginMs);
}

async function asHouse<T>(
  services: Services,
  right: UploadRight,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  return services.database.withSession(systemSession(right.foundationId, right.accountId), work);
}

/**
 * Copies of one photo differ in up to three of 64 bits; the index of migration 0007 finds no more
 * than that.
 */
const bitsMax = 3;

const selectPhoto = statement(
  'certification.selectPhoto',
  'select * from photo where foundation_id = :foundationId and id = :photoId',
);
const nameFiles = statement(
  'certification.nameFiles',
  `update photo set file_keys = array(select distinct unnest(file_keys || :fileKeys::text[])) where foundation_id = :foundationId and id = :photoId`,
);
const selectPhotoForUpdate = statement(
  'certification.selectPhotoForUpdate',
  'select * from photo where foundation_id = :foundationId and id = :photoId for update',
);
const selectVisit = statement(
  'certification.selectVisit',
  'select checked_in_at, checked_out_at from visit where foundation_id = :foundationId and id = :visitId',
);
const storePhoto = statement(
  'certification.storePhoto',
  `update photo set state = 'STORED', refusal_code = null, stored_at = clock_timestamp(), width = :width, height = :height, bytes = :bytes,
     sha256 = :sha256, storage_key = :storageKey, thumbnail_key = :thumbnailKey, perceptual_hash = :perceptualHash::bigint, remove_at = :removeAt where foundation_id = :foundationId and id = :photoId`,
);
const refusePhoto = statement(
  'certification.refusePhoto',
  `update photo set state = 'REFUSED', refusal_code = :code where foundation_id = :foundationId and id = :photoId and state in ('AWAITED', 'REFUSED')`,
);
const selectTwins = statement(
  'certification.selectTwins',
  `select other.visit_id, coalesce(min(bit_count((other.perceptual_hash # own.perceptual_hash)::bit(64))), 0)::integer as bits
   from photo own join photo other on other.foundation_id = :foundationId and other.visit_id <> own.visit_id
     and (other.hash_a = own.hash_a or other.hash_b = own.hash_b or other.hash_c = own.hash_c or other.hash_d = own.hash_d or other.sha256 = own.sha256)
   where own.foundation_id = :foundationId and own.id = :photoId
     and (other.sha256 = own.sha256 or bit_count((other.perceptual_hash # own.perceptual_hash)::bit(64)) <= :bitsMax::integer)
   group by other.visit_id order by other.visit_id limit 10`,
);
const insertTwin = statement(
  'certification.insertTwin',
  `insert into review_item (foundation_id, id, community_id, visit_id, volunteer_person_id, kind, other_visit_id, figures, state)
   values (:foundationId, :id, :communityId, :visitId, :volunteerPersonId, 'SAME_PHOTO', :otherVisitId, :figures, 'OPEN') on conflict do nothing`,
);
