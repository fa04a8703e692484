import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Visit } from './visit.ts';

export const PhotoState = { AWAITED: 'AWAITED', STORED: 'STORED', REFUSED: 'REFUSED', REMOVED: 'REMOVED' } as const;
export type PhotoState = (typeof PhotoState)[keyof typeof PhotoState];

registerEnumType(PhotoState, {
  name: 'PhotoState',
  description: 'Whether the file of a photo has arrived.',
  valuesConfig: {
    AWAITED: { description: 'Announced; its file is to be uploaded.' },
    STORED: { description: 'Its file was checked, cleaned and stored.' },
    REFUSED: { description: 'The last file that came for it was refused; another one may follow.' },
    REMOVED: {
      description: 'The photo is not kept any more: nobody sent it, its time is over, or somebody on it was erased.',
    },
  },
});

export const PhotoType = { JPEG: 'JPEG', PNG: 'PNG', WEBP: 'WEBP' } as const;
export type PhotoType = (typeof PhotoType)[keyof typeof PhotoType];

registerEnumType(PhotoType, {
  name: 'PhotoType',
  description: 'Types of files that are taken as photos.',
  valuesConfig: {
    JPEG: { description: 'image/jpeg, what cameras write.' },
    PNG: { description: 'image/png, what screenshots and scanners write.' },
    WEBP: { description: 'image/webp.' },
  },
});

/** A photo of a visit. The photo itself lies in the object store, without the place and other marks of the camera. */
@ObjectType({
  implements: Node,
  description: 'A photo of a visit. Kept without the place and the other marks that a camera writes into a file.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'photo' })
@Entity({
  tableName: 'photo',
  comment: 'A photo of a visit. The photo lies in the object store, without place and other marks of the camera.',
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

  @Field(() => String, { description: "The sender's own id for it, unique in the visit." })
  @Property({ type: 'text' })
  clientId!: string;

  @Field(() => PhotoState, { description: 'Whether its file has arrived.' })
  @Property({ type: 'text' })
  state!: PhotoState;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last file was refused, for example `PHOTO_TYPE_REFUSED`.',
  })
  @Property({ type: 'text', nullable: true })
  refusalCode?: string | null;

  @Property({ type: 'text' })
  announcedType!: PhotoType;

  @Property({ type: 'integer' })
  announcedBytes!: number;

  @Field(() => DateTime, {
    description:
      'When it was taken, as the sender says; when it was announced, where what the sender says cannot be right.',
  })
  @Property({ type: Instant })
  takenAt!: string;

  /** What the sender's clock said, where that cannot be right. */
  @Property({ type: Instant, nullable: true })
  deviceTakenAt?: string | null;

  @Field(() => DateTime, { description: 'When it was announced to the platform.' })
  @Property({ type: Instant })
  announcedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When its file was stored.' })
  @Property({ type: Instant, nullable: true })
  storedAt?: string | null;

  @Property({ type: 'uuid' })
  announcedByAccountId!: string;

  @Field(() => String, { description: 'Name of whoever announced it.' })
  @Property({ type: 'text' })
  announcedByName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Int, { nullable: true, description: 'Width in pixels, as it is kept.' })
  @Property({ type: 'integer', nullable: true })
  width?: number | null;

  @Field(() => Int, { nullable: true, description: 'Height in pixels, as it is kept.' })
  @Property({ type: 'integer', nullable: true })
  height?: number | null;

  @Field(() => Int, { nullable: true, description: 'Size in bytes, as it is kept.' })
  @Property({ type: 'integer', nullable: true })
  bytes?: number | null;

  /** Of the file as it came, so that the same file sent again is known. */
  @Property({ type: 'text', nullable: true })
  sha256?: string | null;

  @Property({ type: 'text', nullable: true })
  storageKey?: string | null;

  @Property({ type: 'text', nullable: true })
  thumbnailKey?: string | null;

  @Property({ type: Instant, nullable: true })
  removeAt?: string | null;
}
