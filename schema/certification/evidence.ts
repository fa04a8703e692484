import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { DateTime } from '../scalars.ts';
import { Photo } from './photo.ts';
import { Visit } from '../requests/visit.ts';

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
  description: 'Kind of evidence for a visit.',
  valuesConfig: {
    CHECK_IN: { description: "Statement of the volunteer's arrival time." },
    CHECK_OUT: { description: "Statement of the volunteer's departure time." },
    DOOR_CODE: { description: "Code that the elder's door showed in that minute." },
    PLACE: { description: 'Place measured by a device, with its accuracy.' },
    CALL: {
      description:
        "Telephone call by which the dispatcher or the volunteer's team leader learned that the volunteer is there.",
    },
    PHOTO: { description: 'Photo of the visit.' },
    CONFIRMATION: {
      description: "Confirmation of the visit by the elder, or by somebody on the elder's behalf.",
    },
    SHEET: { description: 'Signed sheet, to which a photo can be added.' },
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
  description: 'Warning about a piece of evidence. A flag never stops a visit.',
  valuesConfig: {
    CODE_WRONG: {
      description:
        "The code did not match the door's code of that minute. The evidence does not count.",
    },
    PLACE_FAR: {
      description:
        "The place was farther from the elder's door than the policy allows. The evidence does not count.",
    },
    PLACE_INACCURATE: {
      description: 'The place was too inaccurate for a check. The evidence does not count.',
    },
    PLACE_UNKNOWN: {
      description: "The place of the elder's door is not on record, so the distance is unknown.",
    },
    LATE_UPLOAD: { description: 'The evidence arrived more than a day after the event.' },
    ENTERED_BY_OTHER: { description: 'Somebody other than the volunteer entered the evidence.' },
    SAME_PHOTO: { description: 'The photo looks the same as a photo of another visit.' },
    OUTSIDE_VISIT: { description: 'The evidence dates from outside the time of the visit.' },
    CLOCK_WRONG: {
      description:
        "The sender's time was implausible: ahead of the platform, or a month or more before the planned time. The platform used its arrival time instead.",
    },
    OUTSIDE_PLAN: {
      description:
        'The check-in was farther from the planned time than the policy allows (by default 23 hours).',
    },
  },
});

/**
 * One piece of evidence for a visit. It keeps both the time of the event and the time of arrival at
 * the platform.
 */
@ObjectType({
  implements: Node,
  description:
    'Piece of evidence for a visit, with its author, the time of the event and the time of arrival.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'evidence' })
@Entity({
  tableName: 'evidence',
  comment:
    'Piece of evidence for a visit: author, time of the event and time of arrival. Append-only.',
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

  @Field(() => EvidenceKind, { description: 'Kind of evidence.' })
  @Property({ type: 'text' })
  kind!: EvidenceKind;

  @Field(() => String, {
    description: 'Idempotency key of the call that added it.',
  })
  @Property({ type: 'text' })
  idempotencyKey!: string;

  @Field(() => DateTime, {
    description:
      "Time of the event according to the sender. The arrival time when the sender's time is implausible.",
  })
  @Property({ type: Instant })
  happenedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: "Time on the sender's clock. Null unless the platform used another time.",
  })
  @Property({ type: Instant, nullable: true })
  deviceAt?: string | null;

  @Field(() => DateTime, { description: 'Time of arrival at the platform.' })
  @Property({ type: Instant })
  arrivedAt!: string;

  @Field(() => Boolean, { description: 'Whether the evidence counts in certification.' })
  @Property({ type: 'boolean' })
  counts!: boolean;

  @Field(() => [EvidenceFlag], { description: 'Warnings about the evidence.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  flags!: EvidenceFlag[];

  /** The position itself serves only the checks of the platform; people see the distance. */
  @Property({ type: 'double', columnType: 'float8', nullable: true })
  latitude?: number | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  longitude?: number | null;

  @Field(() => Int, { nullable: true, description: "Accuracy of the device's place, in metres." })
  @Property({ type: 'integer', nullable: true })
  accuracyMetres?: number | null;

  @Field(() => Int, { nullable: true, description: "Distance to the elder's door, in metres." })
  @Property({ type: 'integer', nullable: true })
  distanceMetres?: number | null;

  @ManyToOne(() => Photo, { mapToPk: true, fieldName: 'photo_id', nullable: true })
  photoId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Note in words: content of the call or text of the sheet.',
  })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => Int, { nullable: true, description: 'Minutes stated on a signed sheet.' })
  @Property({ type: 'integer', nullable: true })
  sheetMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of volunteers who signed the sheet.' })
  @Property({ type: 'integer', nullable: true })
  sheetVolunteers?: number | null;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the author.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'Channel by which the information reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;
}

/**
 * Withdrawal of evidence that was entered by mistake. The evidence stays stored but no longer
 * counts.
 */
@ObjectType({
  description:
    'Withdrawal of evidence that was entered by mistake. The evidence stays stored but no longer counts.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'evidencewithdrawal' })
@Entity({
  tableName: 'evidence_withdrawal',
  comment: 'Withdrawal of evidence that was entered by mistake, with its author. Append-only.',
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

  @Field(() => String, { description: 'Reason in words.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => DateTime, { description: 'Time of the withdrawal.' })
  @Property({ type: Instant })
  withdrawnAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that withdrew the evidence.' })
  @Property({ type: 'text' })
  actorName!: string;
}

/**
 * Place of an elder's door and the number of renewals of its secret. The secret itself is not
 * stored anywhere.
 */
@Entity({
  tableName: 'door',
  comment: 'Door of an elder: its place and the generation of its code.',
})
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

/** Current code of an elder's door. It is calculated, never stored. */
@ObjectType({
  description:
    "Current code of an elder's door. The volunteer reads or scans it and sends it with the check-in.",
  simpleResolvers: true,
})
export class DoorCode {
  @Field(() => String, { description: 'Six digits to read out or type in.' })
  code!: string;

  @Field(() => String, {
    description: 'Text of a QR code with the same content. It may be sent instead of the digits.',
  })
  qrContent!: string;

  @Field(() => DateTime, { description: 'Time at which the next code replaces this one.' })
  validUntil!: string;
}
