import { ArrayMaxSize, ArrayMinSize, IsOptional, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { Text } from '../text.ts';
import { Elder } from './elder.ts';
import { Person } from './person.ts';
import { DisclosurePurpose, PersonalData, PersonalField } from './personal-data.ts';
import { Volunteer } from './volunteer.ts';

const nameLengthMax = 200;
/** Two pages of Chinese. */
const noteLengthMax = 2_000;
const phoneLengthMax = 40;
const addressLengthMax = 500;
const identityNumberLengthMax = 30;
/** A thousand lines with notes. */
export const csvLengthMax = 240_000;
/** The same in base64: a character takes up to four bytes, and three bytes become four characters. */
const csvBase64LengthMax = (csvLengthMax * 4 * 4) / 3;

/** What is known about a person when they are registered. */
@InputType({ description: 'Who somebody is.' })
export class NewPersonInput {
  @Field(() => String, { description: 'Full name.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Year of birth: at most this year, and no more than 130 years ago.',
  })
  @IsOptional()
  birthYear?: number | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether they use a smartphone.' })
  hasSmartphone: boolean = true;

  @Field(() => String, {
    nullable: true,
    description: 'Telephone number; numbers without a country are Chinese. Kept sealed.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax, mayBeBlank: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address. Kept sealed.' })
  @IsOptional()
  @Text({ lengthMax: addressLengthMax, mayBeBlank: true })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the identity card, 18 characters. Kept sealed.' })
  @IsOptional()
  @Text({ lengthMax: identityNumberLengthMax, mayBeBlank: true })
  identityNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'What helpers must know about health. Kept sealed.' })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  healthNotes?: string | null;
}

@InputType({
  description:
    'Somebody who is to receive service. Either `personId` of somebody who is registered already, or a new person.',
})
export class RegisterElderInput extends ChangeInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Somebody who is registered already, for example as a volunteer. Then the other fields about the person are left out.',
  })
  @IsOptional()
  personId?: string | null;

  @Field(() => ID, {
    description: 'Community that they live in. For somebody who is registered already it is the one on record.',
  })
  communityId!: string;

  @Field(() => NewPersonInput, { nullable: true, description: 'Who they are, when they are not registered yet.' })
  @IsOptional()
  @ValidateNested()
  person?: NewPersonInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the neighbourhood calls them. The full name when left out.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  displayName?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether they live alone.' })
  livesAlone: boolean = false;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a new person who may be on record already is another one. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({
  description:
    'Somebody who wants to serve. Either `personId` of somebody who is registered already, or a new person. A new volunteer is not vetted.',
})
export class RegisterVolunteerInput extends ChangeInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Somebody who is registered already, for example as an elder. Then the other fields about the person are left out.',
  })
  @IsOptional()
  personId?: string | null;

  @Field(() => ID, {
    description: 'Community that they live in. For somebody who is registered already it is the one on record.',
  })
  communityId!: string;

  @Field(() => NewPersonInput, { nullable: true, description: 'Who they are, when they are not registered yet.' })
  @IsOptional()
  @ValidateNested()
  person?: NewPersonInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name that elders and dispatchers know them by. The full name when left out.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  displayName?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a new person who may be on record already is another one. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({
  description: 'What is wrong on record about a person. What is left out stays; an empty text removes what was there.',
})
export class CorrectPersonInput extends ChangeInput {
  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => Int, { description: 'Version that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Full name.' })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  name?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Year of birth: at most this year, and no more than 130 years ago.',
  })
  @IsOptional()
  birthYear?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they use a smartphone.' })
  @IsOptional()
  hasSmartphone?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Telephone number; numbers without a country are Chinese. Kept sealed. An account that is theirs alone signs in with it from then on.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax, mayBeBlank: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address. Kept sealed.' })
  @IsOptional()
  @Text({ lengthMax: addressLengthMax, mayBeBlank: true })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the identity card, 18 characters. Kept sealed.' })
  @IsOptional()
  @Text({ lengthMax: identityNumberLengthMax, mayBeBlank: true })
  identityNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'What helpers must know about health. Kept sealed.' })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  healthNotes?: string | null;
}

@InputType({ description: 'Whether a volunteer may be sent to a home, after identity and references were checked.' })
export class VetVolunteerInput extends ChangeInput {
  @Field(() => ID, { description: 'The volunteer.' })
  volunteerId!: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether they may be sent to a home.' })
  isVetted: boolean = true;

  @Field(() => String, { description: 'What was checked, or why not.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({
  description: 'Personal data to be shown in clear. Who asks, for whom, what for and why is kept for good.',
})
export class DisclosePersonalDataInput extends ChangeInput {
  @Field(() => ID, { description: 'Whose data.' })
  personId!: string;

  @Field(() => [PersonalField], { description: 'Which fields.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  fields!: PersonalField[];

  @Field(() => DisclosurePurpose, { description: 'What for.' })
  purpose!: DisclosurePurpose;

  @Field(() => String, { description: 'Why, in words.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({
  description: 'A copy of everything that is kept about a person, for that person. It is noted as a disclosure.',
})
export class ExportPersonalDataInput extends ChangeInput {
  @Field(() => ID, { description: 'Whose data.' })
  personId!: string;

  @Field(() => String, { description: 'Who asked for it, and how.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({
  description:
    'A person wants to be forgotten. What identifies them is taken out for good; ledgers and counts stay, under a pseudonym.',
})
export class ErasePersonInput extends ChangeInput {
  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => String, { description: 'Who asked for it, and how.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'People from a table. Either text, or a file in base64 as it was saved.' })
export class ImportPeopleInput extends ChangeInput {
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Only check, and say what would happen. The safe choice unless you say otherwise.',
  })
  isDryRun: boolean = true;

  @Field(() => String, {
    nullable: true,
    description: 'The table as text; at most 1,000 lines and 240,000 characters.',
  })
  @IsOptional()
  @Text({ lengthMax: csvLengthMax, mayBeBlank: true, isFile: true })
  csv?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The file in base64, in UTF-8, UTF-16 or GB18030; at most as much text as `csv`.',
  })
  @IsOptional()
  @Text({ lengthMax: csvBase64LengthMax, mayBeBlank: true, isFile: true })
  csvBase64?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether lines that may be somebody on record, or in the table twice, are other people. A known identity number is refused all the same.',
  })
  allowDuplicate: boolean = false;
}

@ObjectType({ description: 'What became of a change to a person.', simpleResolvers: true })
export class PersonPayload extends Payload {
  @Field(() => Person, { nullable: true, description: 'The person. Null when the change was refused.' })
  person?: Person | null;
}

@ObjectType({ description: 'What became of a change to an elder.', simpleResolvers: true })
export class ElderPayload extends Payload {
  @Field(() => Elder, { nullable: true, description: 'The elder. Null when the change was refused.' })
  elder?: Elder | null;
}

@ObjectType({ description: 'What became of a change to a volunteer.', simpleResolvers: true })
export class VolunteerPayload extends Payload {
  @Field(() => Volunteer, { nullable: true, description: 'The volunteer. Null when the change was refused.' })
  volunteer?: Volunteer | null;
}

@ObjectType({ description: 'What was shown.', simpleResolvers: true })
export class DisclosePersonalDataPayload extends Payload {
  @Field(() => PersonalData, {
    nullable: true,
    description: 'The data in clear, as far as it was asked for. Null when it was refused.',
  })
  personalData?: PersonalData | null;
}

@ObjectType({ description: 'A copy of what is kept about a person.', simpleResolvers: true })
export class ExportPersonalDataPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'Everything, as JSON text. Null when it was refused.' })
  document?: string | null;
}

@ObjectType({ description: 'Something that is wrong in a line of a table.', simpleResolvers: true })
export class ImportProblem {
  @Field(() => Int, { description: 'Line of the file, counted from 1; the heading is line 1.' })
  line!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Column, as its heading says. Null when the whole line is meant.',
  })
  column!: string | null;

  @Field(() => String, { description: 'Stable code, for example `PHONE_INVALID`.' })
  code!: string;

  @Field(() => String, { description: 'One sentence: what is wrong and what to do.' })
  message!: string;
}

@ObjectType({ description: 'What an import found and did.', simpleResolvers: true })
export class ImportReport {
  @Field(() => Boolean, { description: 'Whether this was a trial that wrote nothing.' })
  isDryRun!: boolean;

  @Field(() => Int, { description: 'Lines with content, without the heading.' })
  lines!: number;

  @Field(() => Int, { description: 'Elders that were registered, or would be.' })
  elders!: number;

  @Field(() => Int, { description: 'Volunteers that were registered, or would be.' })
  volunteers!: number;

  @Field(() => [ImportProblem], {
    description: 'Every bad line with its reason. While there is one, nothing is written.',
  })
  problems!: ImportProblem[];
}

@ObjectType({ description: 'What became of an import.', simpleResolvers: true })
export class ImportPeoplePayload extends Payload {
  @Field(() => ImportReport, {
    nullable: true,
    description: 'What was found and done. Null when the file could not be read.',
  })
  report?: ImportReport | null;
}
