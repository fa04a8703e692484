import { IsOptional, Max, Min } from 'class-validator';
import { Field, InputType, Int, ObjectType } from 'type-graphql';

/** Anomaly thresholds. Each is a reason to look, not to punish. */
@ObjectType({
  description: 'Anomaly thresholds of visits. Anomalies go to the review queue; it never stops a visit.',
  simpleResolvers: true,
})
export class AnomalyThresholds {
  @Field(() => Int, {
    description: 'Two visits of one volunteer may overlap by so many minutes: clocks differ a little.',
  })
  overlapMinutesMax!: number;

  @Field(() => Int, { description: 'Nobody travels faster between two visits, in kilometres an hour.' })
  kilometresPerHourMax!: number;

  @Field(() => Int, {
    description: 'Below so many metres a speed says nothing, since two places are not known better than that.',
  })
  travelMetresMin!: number;

  @Field(() => Int, { description: 'Shorter than so much per cent of the expected minutes is an anomaly.' })
  expectedPercentMin!: number;

  @Field(() => Int, { description: 'Longer than so much per cent of the expected minutes is an anomaly.' })
  expectedPercentMax!: number;

  @Field(() => Int, { description: 'More minutes of service on one day are an anomaly for one volunteer.' })
  minutesPerDayMax!: number;

  @Field(() => Int, { description: 'So often may one volunteer visit the same elder within `pairDays`.' })
  pairVisitsMax!: number;

  @Field(() => Int, { description: 'Days over which visits of one volunteer to the same elder are counted.' })
  pairDays!: number;

  @Field(() => Int, { description: 'A paper sheet may differ from the measured minutes by so many.' })
  sheetMinutesMax!: number;

  @Field(() => Int, {
    description: 'An arrival or departure that reaches the platform more hours later is an anomaly.',
  })
  lateUploadHoursMax!: number;

  @Field(() => Int, { description: 'A check-in more hours before or after the planned time is an anomaly.' })
  planHoursMax!: number;
}

@InputType({ description: 'Anomaly thresholds to set. What is left out keeps the usual bound.' })
export class AnomalyThresholdsInput {
  @Field(() => Int, { nullable: true, description: 'Minutes that two visits may overlap by, 0 to 120.' })
  @IsOptional()
  @Min(0)
  @Max(120)
  overlapMinutesMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Fastest that anybody travels, 5 to 1000 kilometres an hour.' })
  @IsOptional()
  @Min(5)
  @Max(1_000)
  kilometresPerHourMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Shortest way that a speed is worked out for, 100 to 100000 metres.',
  })
  @IsOptional()
  @Min(100)
  @Max(100_000)
  travelMetresMin?: number | null;

  @Field(() => Int, { nullable: true, description: 'Shortest visit in per cent of what was expected, 0 to 100.' })
  @IsOptional()
  @Min(0)
  @Max(100)
  expectedPercentMin?: number | null;

  @Field(() => Int, { nullable: true, description: 'Longest visit in per cent of what was expected, 100 to 10000.' })
  @IsOptional()
  @Min(100)
  @Max(10_000)
  expectedPercentMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Most minutes of service on one day, 1 to 1440.' })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  minutesPerDayMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Most visits of one volunteer to the same elder, 1 to 1000.' })
  @IsOptional()
  @Min(1)
  @Max(1_000)
  pairVisitsMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Days over which these are counted, 1 to 366.' })
  @IsOptional()
  @Min(1)
  @Max(366)
  pairDays?: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that a paper sheet may differ by, 0 to 1440.' })
  @IsOptional()
  @Min(0)
  @Max(1_440)
  sheetMinutesMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Hours that an arrival or departure may be late, 1 to 720.' })
  @IsOptional()
  @Min(1)
  @Max(720)
  lateUploadHoursMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Hours that a check-in may lie before or after the planned time, 1 to 720.',
  })
  @IsOptional()
  @Min(1)
  @Max(720)
  planHoursMax?: number | null;
}
