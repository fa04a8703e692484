import { IsOptional, Max, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';

/** Anomaly thresholds. An anomaly is a reason to look, not to punish. */
@ObjectType({
  description:
    'Anomaly thresholds of visits. An anomaly goes to the review queue and never stops a visit.',
  simpleResolvers: true,
})
export class AnomalyThresholds {
  @Field(() => Int, {
    description:
      'Longest overlap of two visits of one volunteer, in minutes. It allows for small differences between clocks.',
  })
  overlapMinutesMax!: number;

  @Field(() => Int, {
    description: 'Greatest plausible speed between two visits, in kilometres per hour.',
  })
  kilometresPerHourMax!: number;

  @Field(() => Int, {
    description:
      'Shortest distance for a speed check, in metres. Places are not measured precisely enough below it.',
  })
  travelMetresMin!: number;

  @Field(() => Int, {
    description: 'Shortest visit without an anomaly, in per cent of the expected minutes.',
  })
  expectedPercentMin!: number;

  @Field(() => Int, {
    description: 'Longest visit without an anomaly, in per cent of the expected minutes.',
  })
  expectedPercentMax!: number;

  @Field(() => Int, {
    description: 'Most minutes of service by one volunteer on one day without an anomaly.',
  })
  minutesPerDayMax!: number;

  @Field(() => Int, {
    description:
      'Most visits of one volunteer to the same elder within `pairDays` without an anomaly.',
  })
  pairVisitsMax!: number;

  @Field(() => Int, {
    description: 'Number of days over which visits of one volunteer to the same elder are counted.',
  })
  pairDays!: number;

  @Field(() => Int, {
    description:
      'Greatest difference between a paper sheet and the measured minutes without an anomaly, in minutes.',
  })
  sheetMinutesMax!: number;

  @Field(() => Int, {
    description:
      'Longest delay until an arrival or departure reaches the platform without an anomaly, in hours.',
  })
  lateUploadHoursMax!: number;

  @Field(() => Int, {
    description:
      'Greatest difference between check-in and planned time without an anomaly, in hours.',
  })
  planHoursMax!: number;
}

@InputType({ description: 'Anomaly thresholds to set. Omitted fields keep the default.' })
export class AnomalyThresholdsInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Longest overlap of two visits in minutes, 0 to 120.',
  })
  @IsOptional()
  @Min(0)
  @Max(120)
  overlapMinutesMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Greatest plausible speed in kilometres per hour, 5 to 1000.',
  })
  @IsOptional()
  @Min(5)
  @Max(1_000)
  kilometresPerHourMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Shortest distance for a speed check in metres, 100 to 100000.',
  })
  @IsOptional()
  @Min(100)
  @Max(100_000)
  travelMetresMin?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Shortest visit in per cent of the expected minutes, 0 to 100.',
  })
  @IsOptional()
  @Min(0)
  @Max(100)
  expectedPercentMin?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Longest visit in per cent of the expected minutes, 100 to 10000.',
  })
  @IsOptional()
  @Min(100)
  @Max(10_000)
  expectedPercentMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Most minutes of service on one day, 1 to 1440.',
  })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  minutesPerDayMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Most visits of one volunteer to the same elder, 1 to 1000.',
  })
  @IsOptional()
  @Min(1)
  @Max(1_000)
  pairVisitsMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of days over which these visits are counted, 1 to 366.',
  })
  @IsOptional()
  @Min(1)
  @Max(366)
  pairDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Greatest difference between a paper sheet and the measured minutes, 0 to 1440.',
  })
  @IsOptional()
  @Min(0)
  @Max(1_440)
  sheetMinutesMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Longest delay of an arrival or departure in hours, 1 to 720.',
  })
  @IsOptional()
  @Min(1)
  @Max(720)
  lateUploadHoursMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Greatest difference between check-in and planned time in hours, 1 to 720.',
  })
  @IsOptional()
  @Min(1)
  @Max(720)
  planHoursMax?: number | null;
}
