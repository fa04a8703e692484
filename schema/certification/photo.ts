import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ErrorCode } from '../error-code.ts';
import { Instant } from '../columns.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Visit } from '../requests/visit.ts';

export const PhotoState = {
  AWAITED: 'AWAITED',
  STORED: 'STORED',
  REFUSED: 'REFUSED',
  REMOVED: 'REMOVED',
} as const;
export type PhotoState = (typeof PhotoState)[keyof typeof PhotoState];

registerEnumType(PhotoState, {
  name: 'PhotoState',
  description: "State of a photo's file.",
  valuesConfig: {
    AWAITED: { description: 'Announced, with the file not uploaded yet.' },
    STORED: { description: 'Checked, cleaned and stored.' },
    REFUSED: { description: 'The last uploaded file was refused. Another file may follow.' },
    REMOVED: {
      description:
        'No longer kept: the file never arrived, its retention ended, or a person in it was erased.',
    },
  },
});

export const PhotoType = { JPEG: 'JPEG', PNG: 'PNG', WEBP: 'WEBP' } as const;
export type PhotoType = (typeof PhotoType)[keyof typeof PhotoType];

registerEnumType(PhotoType, {
  name: 'PhotoType',
  description: 'Accepted file types of photos.',
  valuesConfig: {
    JPEG: { description: 'image/jpeg, written by cameras.' },
    PNG: { description: 'image/png, written by screenshots and scanners.' },
    WEBP: { description: 'image/webp.' },
  },
});

/**
 * A photo of a visit. The file is in the object store, without the place and other camera metadata.
 */
@ObjectType({
  implements: Node,
  description: 'Photo of a visit. The file is stored without the place and other camera metadata.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'photo' })
@Entity({
  tableName: 'photo',
  comment:
    'Photo of a visit. The file is in the object store, without the place and other camera metadata.',
})
export class Photo extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => String, { description: 'Idempotency key of the call that announced it.' })
  @Property({ type: 'text' })
  idempotencyKey!: string;

  @Field(() => PhotoState, { description: 'State of the file.' })
  @Property({ type: 'text' })
  state!: PhotoState;

  @Field(() => ErrorCode, {
    nullable: true,
    description:
      'Code of the reason why the last file was refused, for example `PHOTO_TYPE_REFUSED`.',
  })
  @Property({ type: 'text', nullable: true })
  refusalCode?: string | null;

  @Property({ type: 'text' })
  announcedType!: PhotoType;

  @Property({ type: 'integer' })
  announcedBytes!: number;

  @Field(() => DateTime, {
    description:
      "Time at which the photo was taken, according to the sender. The time of announcement when the sender's time is implausible.",
  })
  @Property({ type: Instant })
  takenAt!: string;

  /** Time on the sender's clock, when it is implausible. */
  @Property({ type: Instant, nullable: true })
  deviceTakenAt?: string | null;

  @Field(() => DateTime, { description: 'Time of the announcement.' })
  @Property({ type: Instant })
  announcedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'Time at which the file was stored.' })
  @Property({ type: Instant, nullable: true })
  storedAt?: string | null;

  @Property({ type: 'uuid' })
  announcedByAccountId!: string;

  @Field(() => String, { description: 'Name of the account that announced the photo.' })
  @Property({ type: 'text' })
  announcedByName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Int, { nullable: true, description: 'Width of the stored photo in pixels.' })
  @Property({ type: 'integer', nullable: true })
  width?: number | null;

  @Field(() => Int, { nullable: true, description: 'Height of the stored photo in pixels.' })
  @Property({ type: 'integer', nullable: true })
  height?: number | null;

  @Field(() => Int, { nullable: true, description: 'Size of the stored photo in bytes.' })
  @Property({ type: 'integer', nullable: true })
  bytes?: number | null;

  /** Hash of the file as uploaded, to recognise the same file when it is sent again. */
  @Property({ type: 'text', nullable: true })
  sha256?: string | null;

  @Property({ type: 'text', nullable: true })
  storageKey?: string | null;

  @Property({ type: 'text', nullable: true })
  thumbnailKey?: string | null;

  @Property({ type: Instant, nullable: true })
  removeAt?: string | null;
}
