import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import type { Figures } from './certification.ts';
import { Visit } from '../requests/visit.ts';

export const ReviewKind = {
  OVERLAP: 'OVERLAP',
  IMPOSSIBLE_TRAVEL: 'IMPOSSIBLE_TRAVEL',
  RATIO: 'RATIO',
  PAIR_OFTEN: 'PAIR_OFTEN',
  SAME_PHOTO: 'SAME_PHOTO',
  IMPLAUSIBLE_HOURS: 'IMPLAUSIBLE_HOURS',
  SHEET_DIFFERS: 'SHEET_DIFFERS',
  DOOR_CODE_WRONG: 'DOOR_CODE_WRONG',
  PLACE_FAR: 'PLACE_FAR',
  LATE_UPLOAD: 'LATE_UPLOAD',
  CLOCK_WRONG: 'CLOCK_WRONG',
  OUTSIDE_PLAN: 'OUTSIDE_PLAN',
  CALL_BACK: 'CALL_BACK',
} as const;
export type ReviewKind = (typeof ReviewKind)[keyof typeof ReviewKind];

registerEnumType(ReviewKind, {
  name: 'ReviewKind',
  description:
    'Kind of anomaly of a visit. New values may be added: show `text` of an unknown one.',
  valuesConfig: {
    OVERLAP: { description: 'The volunteer had another visit at the same time.' },
    IMPOSSIBLE_TRAVEL: { description: 'The volunteer would have travelled implausibly fast.' },
    RATIO: { description: 'The visit was much longer or shorter than expected.' },
    PAIR_OFTEN: {
      description:
        'One volunteer visits the same elder very often. Reported once for the counted days.',
    },
    SAME_PHOTO: { description: 'A photo looks the same as a photo of another visit.' },
    IMPLAUSIBLE_HOURS: { description: 'One day has an implausible number of hours.' },
    SHEET_DIFFERS: {
      description:
        'A signed sheet states other minutes, or another number of volunteers, than the platform.',
    },
    DOOR_CODE_WRONG: { description: 'Codes were given, but none was correct.' },
    PLACE_FAR: { description: "A device was too far from the elder's door." },
    LATE_UPLOAD: {
      description: 'Arrival or departure reached the platform more than a day later.',
    },
    CLOCK_WRONG: {
      description:
        'The clock of a device was implausible. The platform used the arrival time instead.',
    },
    OUTSIDE_PLAN: {
      description: 'The check-in was farther from the planned time than the policy allows.',
    },
    CALL_BACK: {
      description:
        'One account entered all evidence and certified, as the only dispatcher of the community. Another person asks the elder whether the visit took place.',
    },
  },
});

export const ReviewState = { OPEN: 'OPEN', RESOLVED: 'RESOLVED' } as const;
export type ReviewState = (typeof ReviewState)[keyof typeof ReviewState];

registerEnumType(ReviewState, {
  name: 'ReviewState',
  description: 'State of the review.',
  valuesConfig: {
    OPEN: { description: 'Waiting for review.' },
    RESOLVED: { description: 'Reviewed, with a finding.' },
  },
});

export const ReviewResolution = {
  EXPLAINED: 'EXPLAINED',
  FALSE_ALARM: 'FALSE_ALARM',
  CONFIRMED: 'CONFIRMED',
} as const;
export type ReviewResolution = (typeof ReviewResolution)[keyof typeof ReviewResolution];

registerEnumType(ReviewResolution, {
  name: 'ReviewResolution',
  description: 'Finding of a review.',
  valuesConfig: {
    EXPLAINED: { description: 'The anomaly is real and has a good reason.' },
    FALSE_ALARM: { description: 'The anomaly only seemed to be one.' },
    CONFIRMED: {
      description:
        'The anomaly is an error. The visit is not certified, or its certification is corrected or revoked.',
    },
  },
});

/** Anomaly of a visit that a person must review. */
@ObjectType({
  implements: Node,
  description: 'Anomaly of a visit that a person must review. It did not stop the visit.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'review' })
@Entity({ tableName: 'review_item', comment: 'Anomaly of a visit that a person must review.' })
export class ReviewItem extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => ReviewKind, { description: 'Kind of anomaly.' })
  @Property({ type: 'text' })
  kind!: ReviewKind;

  @Property({ type: 'uuid', nullable: true })
  otherVisitId?: string | null;

  @Property({ type: 'json', columnType: 'jsonb' })
  figures!: Figures;

  @Field(() => ReviewState, { description: 'State of the review.' })
  @Property({ type: 'text' })
  state!: ReviewState;

  @Field(() => DateTime, { description: 'Time of detection.' })
  @Property({ type: Instant })
  foundAt!: string;

  @Field(() => ReviewResolution, {
    nullable: true,
    description: 'Finding of the review. Null while the item is open.',
  })
  @Property({ type: 'text', nullable: true })
  resolution?: ReviewResolution | null;

  @Field(() => String, { nullable: true, description: 'Note of the reviewer.' })
  @Property({ type: 'text', nullable: true })
  resolutionNote?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of the resolution. Null while the item is open.',
  })
  @Property({ type: Instant, nullable: true })
  resolvedAt?: string | null;

  @Property({ type: 'uuid', nullable: true })
  resolvedByAccountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the reviewer.' })
  @Property({ type: 'text', nullable: true })
  resolvedByName?: string | null;

  @Field(() => Int, {
    description: 'Version, raised with every change. Send it back as `expectedVersion`.',
  })
  @Property({ type: 'integer' })
  version!: number;
}

export const ReviewItemConnection = connectionOf(() => ReviewItem, 'ReviewItem');

@InputType({ description: 'Input for `resolveReviewItem`.' })
export class ResolveReviewItemInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the review item.' })
  reviewItemId!: string;

  @Field(() => Int, { description: 'Version of the review item that the caller last read.' })
  expectedVersion!: number;

  @Field(() => ReviewResolution, { description: 'Finding of the review.' })
  resolution!: ReviewResolution;

  @Field(() => String, { description: 'Explanation of the finding; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  note!: string;
}

@ObjectType({ description: 'Result of `resolveReviewItem`.', simpleResolvers: true })
export class ReviewItemPayload extends Payload {
  @Field(() => ReviewItem, {
    nullable: true,
    description: 'Review item after the change. Null when the mutation was refused.',
  })
  reviewItem?: ReviewItem | null;
}
