import { ArrayMaxSize, IsOptional, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, RequiredKey } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { Written } from '../input-rules.ts';
import { CoinAmount } from '../scalars.ts';
import { Text } from '../text.ts';
import { ServiceKind, ServicePlace } from './service-kind.ts';

const nameLengthMax = 200;
const textLengthMax = 2_000;
/** Longest duration in minutes: nobody serves more than a day without a break. */
const minutesMax = 1_440;
/** Most volunteers for one request; a joint visit of more people is an activity. */
const volunteersMax = 20;
/** Most certificates for one service kind; a kind that needs more is really several kinds. */
const qualificationsMax = 10;
/** Categories and qualifications have codes in capitals. */
const codePattern = /^[A-Z][A-Z0-9_]{1,62}$/;

/** Template of a service kind that many foundations offer. */
@ObjectType({
  description:
    "Template of a service kind that many foundations offer, to start a catalogue from. Texts are in the caller's language.",
  simpleResolvers: true,
})
export class ServiceKindTemplate {
  @Field(() => String, { description: 'Code of the template, for use in `adoptServiceKind`.' })
  code!: string;

  @Field(() => String, { description: 'Name of the service kind.' })
  name!: string;

  @Field(() => String, { description: 'Content of the service.' })
  description!: string;

  @Field(() => String, { nullable: true, description: 'Risks of the service.' })
  riskNotes!: string | null;

  @Field(() => String, { description: 'Category under which hours are reported.' })
  category!: string;

  @Field(() => Int, { description: 'Usual duration in minutes.' })
  minutesDefault!: number;

  @Field(() => CoinAmount, { description: 'Price of one hour in coins.' })
  coinsPerHour!: string;

  @Field(() => ServicePlace, { description: 'Place where the service is given.' })
  placeKind!: ServicePlace;

  @Field(() => [String], { description: 'Codes of the required qualifications.' })
  qualificationCodes!: readonly string[];

  @Field(() => Int, { description: 'Usual number of volunteers.' })
  volunteersNeeded!: number;
}

/** Details of a service kind, all optional, for adopting and adjusting alike. */
@InputType({ description: 'Details of a service kind. Omitted fields stay unchanged.' })
export class ServiceKindDetails extends ChangeInput {
  @Field(() => String, {
    nullable: true,
    description: 'Name of the service kind, at most 200 characters.',
  })
  @Text({ lengthMax: nameLengthMax })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Category under which hours are reported.' })
  @IsOptional()
  @Written(codePattern, 'CATEGORY_INVALID')
  category?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Content of the service; at most 2,000 characters.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Risks of the service; at most 2,000 characters.',
  })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  riskNotes?: string | null;

  @Field(() => Int, { nullable: true, description: 'Usual duration in minutes.' })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutesDefault?: number | null;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Price of one hour in coins. Open requests keep their price.',
  })
  @IsOptional()
  coinsPerHour?: bigint | null;

  @Field(() => ServicePlace, { nullable: true, description: 'Place where the service is given.' })
  @IsOptional()
  placeKind?: ServicePlace | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of the required qualifications, at most 10.',
  })
  @IsOptional()
  @ArrayMaxSize(qualificationsMax)
  @Written(codePattern, 'QUALIFICATION_CODE_INVALID', { each: true })
  qualificationCodes?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Usual number of volunteers, at most 20.' })
  @IsOptional()
  @Min(1)
  @Max(volunteersMax)
  volunteersNeeded?: number | null;
}

@InputType({
  description: 'Input for `adoptServiceKind`. Given fields replace those of the template.',
})
export class AdoptServiceKindInput extends ServiceKindDetails {
  @RequiredKey()
  override idempotencyKey!: string;

  @Field(() => String, { description: 'Code of the template.' })
  @Text({ lengthMax: nameLengthMax })
  templateCode!: string;
}

@InputType({ description: 'Input for `addServiceKind`.' })
export class AddServiceKindInput extends ServiceKindDetails {
  @RequiredKey()
  override idempotencyKey!: string;

  @Field(() => String, {
    description: 'Short name in lower-case Latin letters, unique in the foundation.',
  })
  @Written(/^[a-z][a-z0-9_]{1,62}$/, 'KIND_CODE_INVALID')
  code!: string;
}

@InputType({ description: 'Input for `adjustServiceKind`.' })
export class AdjustServiceKindInput extends ServiceKindDetails {
  @Field(() => ID, { description: 'Id of the service kind.' })
  kindId!: string;

  @Field(() => Int, { description: 'Version of the service kind that the caller last read.' })
  expectedVersion!: number;
}

@InputType({ description: 'Input for `retireServiceKind`.' })
export class RetireServiceKindInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the service kind.' })
  kindId!: string;

  @Field(() => Int, { description: 'Version of the service kind that the caller last read.' })
  expectedVersion!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Reason in words; at most 2,000 characters.',
  })
  @Text({ lengthMax: textLengthMax })
  reason?: string | null;
}

@InputType({ description: 'Input for `resumeServiceKind`.' })
export class ResumeServiceKindInput extends RetireServiceKindInput {}

@ObjectType({ description: 'Result of a change to the catalogue.', simpleResolvers: true })
export class ServiceKindPayload extends Payload {
  @Field(() => ServiceKind, {
    nullable: true,
    description: 'Service kind after the change. Null when the mutation was refused.',
  })
  kind?: ServiceKind | null;
}
