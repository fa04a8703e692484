import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { DateTime } from '../scalars.ts';
import { Photo } from './photo.ts';
import { Visit } from './visit.ts';

export const EvidenceKind = {
  CHECK_IN: 'CHECK_IN',
  CHECK_OUT: 'CHECK_OUT',
  DOOR_CODE: 'DOOR_CODE',
  PLACE: 'PLACE',
  CALL: 'CALL',
  PHOTO: 'PHOTO',
  CONFIRMATION: 'CONFIRMATION',
  SHEET: 'SHEET',
} as const;
export type EvidenceKind = (typeof EvidenceKind)[keyof typeof EvidenceKind];

registerEnumType(EvidenceKind, {
  name: 'EvidenceKind',
  description: 'What kind of thing speaks for a visit.',
  valuesConfig: {
    CHECK_IN: { description: 'Somebody said when the volunteer arrived.' },
    CHECK_OUT: { description: 'Somebody said when the volunteer left.' },
    DOOR_CODE: { description: "The code that the elder's door showed at that minute was given." },
    PLACE: { description: 'A device said where it was, and how exactly it knows.' },
    CALL: {
      description:
        "The dispatcher, or the leader of the volunteer's team, called and was told that the volunteer is there.",
    },
    PHOTO: { description: 'A photo was taken.' },
    CONFIRMATION: { description: 'The elder said that it took place, or somebody said so for them.' },
    SHEET: { description: 'A signed paper was handed in; its photo can be added.' },
  },
});

export const EvidenceFlag = {
  CODE_WRONG: 'CODE_WRONG',
  PLACE_FAR: 'PLACE_FAR',
  PLACE_INACCURATE: 'PLACE_INACCURATE',
  PLACE_UNKNOWN: 'PLACE_UNKNOWN',
  LATE_UPLOAD: 'LATE_UPLOAD',
  ENTERED_BY_OTHER: 'ENTERED_BY_OTHER',
  SAME_PHOTO: 'SAME_PHOTO',
  OUTSIDE_VISIT: 'OUTSIDE_VISIT',
  CLOCK_WRONG: 'CLOCK_WRONG',
  OUTSIDE_PLAN: 'OUTSIDE_PLAN',
} as const;
export type EvidenceFlag = (typeof EvidenceFlag)[keyof typeof EvidenceFlag];

registerEnumType(EvidenceFlag, {
  name: 'EvidenceFlag',
  description: 'What to look at twice. A flag never stops a visit.',
  valuesConfig: {
    CODE_WRONG: { description: 'The code was not the one that the door showed at that minute. It does not count.' },
    PLACE_FAR: { description: "Farther from the elder's door than the policy allows. It does not count." },
    PLACE_INACCURATE: { description: 'The device knew the place too badly to tell. It does not count.' },
    PLACE_UNKNOWN: { description: "Nobody entered where the elder's door is, so the distance is unknown." },
    LATE_UPLOAD: { description: 'Arrived more than a day after it happened.' },
    ENTERED_BY_OTHER: { description: 'Entered by somebody else than the volunteer.' },
    SAME_PHOTO: { description: 'Looks the same as a photo of another visit.' },
    OUTSIDE_VISIT: { description: 'Taken outside the time of the visit.' },
    CLOCK_WRONG: {
      description:
        'The sender gave a time that cannot be right: ahead of the platform, or a month or more before the planned time. The time of arrival at the platform was taken.',
    },
    OUTSIDE_PLAN: {
      description: 'The check-in was farther from the planned time than the policy allows (usually 23 hours).',
    },
  },
});

/** One thing that speaks for a visit. Both times are kept: when it happened and when the platform heard of it. */
@ObjectType({
  implements: Node,
  description:
    'One thing that speaks for a visit, with who says so, when it happened and when the platform heard of it.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'evidence' })
@Entity({
  tableName: 'evidence',
  comment: 'One thing that speaks for a visit: who says so, when it happened and when it arrived. Append-only.',
})
export class Evidence extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => EvidenceKind, { description: 'What kind of thing it is.' })
  @Property({ type: 'text' })
  kind!: EvidenceKind;

  @Field(() => String, { description: "The sender's own id for it: sent again, it stays one." })
  @Property({ type: 'text' })
  clientId!: string;

  @Field(() => DateTime, {
    description: 'When it happened, as the sender says; when it arrived, where what the sender says cannot be right.',
  })
  @Property({ type: Instant })
  happenedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: "What the sender's clock said, where the platform took another time. Null where it took that one.",
  })
  @Property({ type: Instant, nullable: true })
  deviceAt?: string | null;

  @Field(() => DateTime, { description: 'When it reached the platform.' })
  @Property({ type: Instant })
  arrivedAt!: string;

  @Field(() => Boolean, { description: 'Whether it counts in certification.' })
  @Property({ type: 'boolean' })
  counts!: boolean;

  @Field(() => [EvidenceFlag], { description: 'What to look at twice.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  flags!: EvidenceFlag[];

  /** Whereabouts are for the checks of the platform; people see the distance. */
  @Property({ type: 'double', columnType: 'float8', nullable: true })
  latitude?: number | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  longitude?: number | null;

  @Field(() => Int, { nullable: true, description: 'How exactly the device knew its place, in metres.' })
  @Property({ type: 'integer', nullable: true })
  accuracyMetres?: number | null;

  @Field(() => Int, { nullable: true, description: "Distance to the elder's door in metres." })
  @Property({ type: 'integer', nullable: true })
  distanceMetres?: number | null;

  @ManyToOne(() => Photo, { mapToPk: true, fieldName: 'photo_id', nullable: true })
  photoId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'In words: what was said on the telephone, what the sheet says.',
  })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that a paper sheet says.' })
  @Property({ type: 'integer', nullable: true })
  sheetMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many volunteers signed a paper sheet.' })
  @Property({ type: 'integer', nullable: true })
  sheetVolunteers?: number | null;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of whoever says so.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'How it reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

/** Evidence that was entered by mistake and taken back. The piece itself stays, and does not count any more. */
@ObjectType({
  description:
    'Evidence that was entered by mistake and taken back. The piece itself stays, and does not count any more.',
  simpleResolvers: true,
})
@Entity({
  tableName: 'evidence_withdrawal',
  comment: 'A piece of evidence that was entered by mistake, and who took it back. Append-only.',
})
export class EvidenceWithdrawal extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Evidence, { mapToPk: true, fieldName: 'evidence_id' })
  evidenceId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => String, { description: 'Why, in words.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => DateTime, { description: 'When it was taken back.' })
  @Property({ type: Instant })
  withdrawnAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that took it back.' })
  @Property({ type: 'text' })
  actorName!: string;
}

/** Where an elder lives and how often the secret of the door was renewed. The secret itself is nowhere stored. */
@Entity({ tableName: 'door', comment: 'The door of an elder: its place, and the generation of its code.' })
export class Door extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'integer', default: 1 })
  generation: number = 1;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  latitude?: number | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  longitude?: number | null;

  @Property({ type: Instant })
  changedAt!: string;
}

/** What the elder's door shows now. Computed, never stored. */
@ObjectType({
  description: "What an elder's door shows now: the volunteer reads or scans it and sends it along with the check-in.",
  simpleResolvers: true,
})
export class DoorCode {
  @Field(() => String, { description: 'Six digits to read out or type in.' })
  code!: string;

  @Field(() => String, { description: 'Text of a QR code that says the same. It may be sent in place of the digits.' })
  qrContent!: string;

  @Field(() => DateTime, { description: 'When the next code takes its place.' })
  validUntil!: string;
}
