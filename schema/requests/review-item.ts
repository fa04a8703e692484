import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import type { Figures } from './certification.ts';
import { Visit } from './visit.ts';

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
  description: 'Anomalies about a visit.',
  valuesConfig: {
    OVERLAP: { description: 'The volunteer was at another visit at the same time.' },
    IMPOSSIBLE_TRAVEL: { description: 'The volunteer would have travelled faster than anybody can.' },
    RATIO: { description: 'Much longer or much shorter than was expected.' },
    PAIR_OFTEN: {
      description: 'One volunteer visits the same elder very often. Told once for the days that are counted.',
    },
    SAME_PHOTO: { description: 'A photo looks the same as one of another visit.' },
    IMPLAUSIBLE_HOURS: { description: 'More hours in one day than somebody serves.' },
    SHEET_DIFFERS: {
      description: 'A paper sheet says other minutes, or another number of volunteers, than the platform.',
    },
    DOOR_CODE_WRONG: { description: 'Codes were given, and none was the right one.' },
    PLACE_FAR: { description: "A device was far from the elder's door." },
    LATE_UPLOAD: { description: 'Arrival or departure reached the platform more than a day later.' },
    CLOCK_WRONG: {
      description: 'The clock of a device cannot be right; the time of arrival at the platform was taken.',
    },
    OUTSIDE_PLAN: { description: 'The check-in was farther from the planned time than the policy allows.' },
    CALL_BACK: {
      description:
        'One account entered all evidence and certified, since nobody else dispatches there. Somebody else asks the elder whether the visit took place.',
    },
  },
});

export const ReviewState = { OPEN: 'OPEN', RESOLVED: 'RESOLVED' } as const;
export type ReviewState = (typeof ReviewState)[keyof typeof ReviewState];

registerEnumType(ReviewState, {
  name: 'ReviewState',
  description: 'Whether somebody has looked at it.',
  valuesConfig: {
    OPEN: { description: 'Waits for somebody.' },
    RESOLVED: { description: 'Somebody said what it was.' },
  },
});

export const ReviewResolution = { EXPLAINED: 'EXPLAINED', FALSE_ALARM: 'FALSE_ALARM', CONFIRMED: 'CONFIRMED' } as const;
export type ReviewResolution = (typeof ReviewResolution)[keyof typeof ReviewResolution];

registerEnumType(ReviewResolution, {
  name: 'ReviewResolution',
  description: 'What an anomaly turned out to be.',
  valuesConfig: {
    EXPLAINED: { description: 'It is so, and there is a good reason.' },
    FALSE_ALARM: { description: 'It only looked so.' },
    CONFIRMED: {
      description: 'It is wrong. The visit is not certified, or its certification is corrected or revoked.',
    },
  },
});

/** An anomaly of a visit that a person must look at. */
@ObjectType({
  implements: Node,
  description: 'An anomaly of a visit that a person must look at. It never stopped the visit.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'review' })
@Entity({ tableName: 'review_item', comment: 'An anomaly of a visit that a person must look at.' })
export class ReviewItem extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Visit, { mapToPk: true, fieldName: 'visit_id' })
  visitId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => ReviewKind, { description: 'Anomalies.' })
  @Property({ type: 'text' })
  kind!: ReviewKind;

  @Property({ type: 'uuid', nullable: true })
  otherVisitId?: string | null;

  @Property({ type: 'json', columnType: 'jsonb' })
  figures!: Figures;

  @Field(() => ReviewState, { description: 'Whether somebody has looked at it.' })
  @Property({ type: 'text' })
  state!: ReviewState;

  @Field(() => DateTime, { description: 'When it was found.' })
  @Property({ type: Instant })
  foundAt!: string;

  @Field(() => ReviewResolution, { nullable: true, description: 'What it turned out to be. Null while it is open.' })
  @Property({ type: 'text', nullable: true })
  resolution?: ReviewResolution | null;

  @Field(() => String, { nullable: true, description: 'What whoever looked at it wrote.' })
  @Property({ type: 'text', nullable: true })
  resolutionNote?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was resolved.' })
  @Property({ type: Instant, nullable: true })
  resolvedAt?: string | null;

  @Property({ type: 'uuid', nullable: true })
  resolvedByAccountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of whoever resolved it.' })
  @Property({ type: 'text', nullable: true })
  resolvedByName?: string | null;

  @Field(() => Int, { description: 'Rises with every change. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version!: number;
}

export const ReviewItemConnection = connectionOf(() => ReviewItem, 'ReviewItem');

@InputType({ description: 'What an anomaly turned out to be.' })
export class ResolveReviewItemInput extends ActingInput {
  @Field(() => ID, { description: 'The item.' })
  reviewItemId!: string;

  @Field(() => Int, { description: 'Version of the item that you saw.' })
  expectedVersion!: number;

  @Field(() => ReviewResolution, { description: 'What it turned out to be.' })
  resolution!: ReviewResolution;

  @Field(() => String, { description: 'What you found out, in words; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  note!: string;
}

@ObjectType({ description: 'What became of a review item.', simpleResolvers: true })
export class ReviewItemPayload extends Payload {
  @Field(() => ReviewItem, { nullable: true, description: 'The item after the change. Null when it was refused.' })
  reviewItem?: ReviewItem | null;
}
