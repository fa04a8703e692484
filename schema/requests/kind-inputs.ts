import { ArrayMaxSize, IsOptional, Matches, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { CoinAmount } from '../scalars.ts';
import { Text } from '../text.ts';
import { ServiceKind, ServicePlace } from './service-kind.ts';

const nameLengthMax = 200;
const textLengthMax = 2_000;
/** Nobody serves more than a day without a break. */
const minutesMax = 1_440;
/** A joint visit of more people is an activity. */
const volunteersMax = 20;
/** A kind that asks for more certificates than this is several kinds. */
const qualificationsMax = 10;

/** A kind of help that many foundations offer. */
@ObjectType({
  description: 'A kind of help that many foundations offer, to start a catalogue from. Texts come in your language.',
  simpleResolvers: true,
})
export class ServiceKindTemplate {
  @Field(() => String, { description: 'Pass it to `adoptServiceKind`.' })
  code!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => String, { description: 'What the help consists of.' })
  description!: string;

  @Field(() => String, { nullable: true, description: 'What can go wrong.' })
  riskNotes!: string | null;

  @Field(() => String, { description: 'Category that hours are reported under.' })
  category!: string;

  @Field(() => Int, { description: 'Usual length in minutes.' })
  minutesDefault!: number;

  @Field(() => CoinAmount, { description: 'Coins for one hour.' })
  coinsPerHour!: string;

  @Field(() => ServicePlace, { description: 'Where it takes place.' })
  placeKind!: ServicePlace;

  @Field(() => [String], { description: 'Codes of the qualifications it takes.' })
  qualificationCodes!: readonly string[];

  @Field(() => Int, { description: 'How many volunteers it usually takes.' })
  volunteersNeeded!: number;
}

/** What can be said about a kind; all of it optional, for adopting and adjusting alike. */
@InputType({ description: 'What can be said about a kind of help. What is left out stays as it is.' })
export class ServiceKindDetails extends ActingInput {
  @Field(() => String, { nullable: true, description: 'Name, at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Category that hours are reported under.' })
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{1,62}$/, { message: 'write a category in capitals, for example DAILY_LIFE.' })
  category?: string | null;

  @Field(() => String, { nullable: true, description: 'What the help consists of; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'What can go wrong; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax, mayBeBlank: true })
  riskNotes?: string | null;

  @Field(() => Int, { nullable: true, description: 'Usual length in minutes.' })
  @IsOptional()
  @Min(1)
  @Max(minutesMax)
  minutesDefault?: number | null;

  @Field(() => CoinAmount, { nullable: true, description: 'Coins for one hour. Open requests keep their price.' })
  @IsOptional()
  coinsPerHour?: bigint | null;

  @Field(() => ServicePlace, { nullable: true, description: 'Where it takes place.' })
  @IsOptional()
  placeKind?: ServicePlace | null;

  @Field(() => [String], { nullable: true, description: 'Codes of the qualifications it takes, at most 10.' })
  @IsOptional()
  @ArrayMaxSize(qualificationsMax)
  @Matches(/^[A-Z][A-Z0-9_]{1,62}$/, { each: true, message: 'write codes in capitals, for example FIRST_AID.' })
  qualificationCodes?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'How many volunteers it usually takes, at most 20.' })
  @IsOptional()
  @Min(1)
  @Max(volunteersMax)
  volunteersNeeded?: number | null;
}

@InputType({ description: 'Takes a common template into the catalogue, adjusted where you say so.' })
export class AdoptServiceKindInput extends ServiceKindDetails {
  @Field(() => String, { description: 'Code of the template.' })
  @Text({ lengthMax: nameLengthMax })
  templateCode!: string;
}

@InputType({ description: 'A kind of help of your own.' })
export class AddServiceKindInput extends ServiceKindDetails {
  @Field(() => String, { description: 'Short name in small Latin letters, unique in the foundation.' })
  @Matches(/^[a-z][a-z0-9_]{1,62}$/, { message: 'write small Latin letters, digits and _, for example pet_care.' })
  code!: string;
}

@InputType({ description: 'Adjusts a kind of help. Requests that are open already stay as they were agreed.' })
export class AdjustServiceKindInput extends ServiceKindDetails {
  @Field(() => ID, { description: 'The kind.' })
  kindId!: string;

  @Field(() => Int, { description: 'Version of the kind that you saw.' })
  expectedVersion!: number;
}

@InputType({ description: 'Takes a kind of help out of the catalogue, or back in.' })
export class RetireServiceKindInput extends ActingInput {
  @Field(() => ID, { description: 'The kind.' })
  kindId!: string;

  @Field(() => Int, { description: 'Version of the kind that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: textLengthMax })
  reason?: string | null;
}

@InputType({ description: 'Offers a kind of help again that was taken out of the catalogue.' })
export class ResumeServiceKindInput extends RetireServiceKindInput {}

@ObjectType({ description: 'What became of a change to the catalogue.', simpleResolvers: true })
export class ServiceKindPayload extends Payload {
  @Field(() => ServiceKind, { nullable: true, description: 'The kind after the change. Null when it was refused.' })
  kind?: ServiceKind | null;
}
