import { ArrayMaxSize, ArrayMinSize, IsOptional, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { ErrorCode } from '../error-code.ts';
import { Payload } from '../errors.ts';
import { Text } from '../text.ts';
import { Elder } from './elder.ts';
import { Person } from './person.ts';
import { DisclosurePurpose, PersonalData, PersonalField } from './personal-data.ts';
import { Volunteer } from './volunteer.ts';

const nameLengthMax = 200;
/** About two pages of Chinese text. */
const noteLengthMax = 2_000;
const phoneLengthMax = 40;
const addressLengthMax = 500;
const identityNumberLengthMax = 30;
/** A thousand lines with notes. */
export const csvLengthMax = 240_000;
/**
 * The same text in base64: a character takes up to four bytes, and three bytes become four
 * characters.
 */
const csvBase64LengthMax = (csvLengthMax * 4 * 4) / 3;

/** Facts about a person at registration. */
@InputType({ description: 'Facts about a new person.' })
export class NewPersonInput {
  @Field(() => String, { description: 'Full name.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Year of birth, not in the future and no more than 130 years ago.',
  })
  @IsOptional()
  birthYear?: number | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether the person uses a smartphone.',
  })
  hasSmartphone: boolean = true;

  @Field(() => String, {
    nullable: true,
    description: 'Telephone number. Numbers without a country code are Chinese. Stored encrypted.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax, mayBeBlank: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address. Stored encrypted.' })
  @IsOptional()
  @Text({ lengthMax: addressLengthMax, mayBeBlank: true })
  address?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Identity card number of 18 characters. Stored encrypted.',
  })
  @IsOptional()
  @Text({ lengthMax: identityNumberLengthMax, mayBeBlank: true })
  identityNumber?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Health notes that helpers must know. Stored encrypted.',
  })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  healthNotes?: string | null;
}

@InputType({
  description:
    'Input for `registerElder`. It names either the `personId` of a registered person or a new person.',
})
export class RegisterElderInput extends KeyedInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Person already registered, for example as a volunteer. Omit the other fields about the person in that case.',
  })
  @IsOptional()
  personId?: string | null;

  @Field(() => ID, {
    description:
      'Community that the person lives in. For a registered person it is the one on record.',
  })
  communityId!: string;

  @Field(() => NewPersonInput, {
    nullable: true,
    description: 'Facts about the person, when not registered yet.',
  })
  @IsOptional()
  @ValidateNested()
  person?: NewPersonInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name that the neighbourhood uses. The full name when omitted.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  displayName?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether the person lives alone.' })
  livesAlone: boolean = false;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether this is a different person although a similar one is already on record. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({
  description:
    'Input for `registerVolunteer`. It names either the `personId` of a registered person or a new person. New volunteers are not vetted.',
})
export class RegisterVolunteerInput extends KeyedInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Person already registered, for example as an elder. Omit the other fields about the person in that case.',
  })
  @IsOptional()
  personId?: string | null;

  @Field(() => ID, {
    description:
      'Community that the person lives in. For a registered person it is the one on record.',
  })
  communityId!: string;

  @Field(() => NewPersonInput, {
    nullable: true,
    description: 'Facts about the person, when not registered yet.',
  })
  @IsOptional()
  @ValidateNested()
  person?: NewPersonInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name that elders and dispatchers use. The full name when omitted.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  displayName?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether this is a different person although a similar one is already on record. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({
  description:
    'Input for `correctPerson`. Omitted fields stay unchanged; an empty text removes the recorded value.',
})
export class CorrectPersonInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the person.' })
  personId!: string;

  @Field(() => Int, { description: 'Version of the person that the caller last read.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Full name.' })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  name?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Year of birth, not in the future and no more than 130 years ago.',
  })
  @IsOptional()
  birthYear?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the person uses a smartphone.' })
  @IsOptional()
  hasSmartphone?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Telephone number. Numbers without a country code are Chinese. Stored encrypted. An account that belongs to this person alone signs in with it from then on.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax, mayBeBlank: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address. Stored encrypted.' })
  @IsOptional()
  @Text({ lengthMax: addressLengthMax, mayBeBlank: true })
  address?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Identity card number of 18 characters. Stored encrypted.',
  })
  @IsOptional()
  @Text({ lengthMax: identityNumberLengthMax, mayBeBlank: true })
  identityNumber?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Health notes that helpers must know. Stored encrypted.',
  })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  healthNotes?: string | null;
}

@InputType({ description: 'Input for `vetVolunteer`.' })
export class VetVolunteerInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;

  @Field(() => String, { description: 'Checks of identity and references that were made.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `revokeVetting`.' })
export class RevokeVettingInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;

  @Field(() => String, { description: "Reason against visits at an elder's home." })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({
  description:
    'Input for `disclosePersonalData`. The platform permanently records the caller, the person, the purpose and the reason.',
})
export class DisclosePersonalDataInput extends ActingInput {
  @Field(() => ID, { description: 'Person whose data is requested.' })
  personId!: string;

  @Field(() => [PersonalField], { description: 'Fields to disclose.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  fields!: PersonalField[];

  @Field(() => DisclosurePurpose, { description: 'Purpose of the disclosure.' })
  purpose!: DisclosurePurpose;

  @Field(() => String, { description: 'Reason in words.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({
  description: 'Input for `exportPersonalData`. The export is recorded as a disclosure.',
})
export class ExportPersonalDataInput extends ActingInput {
  @Field(() => ID, { description: 'Person whose data is requested.' })
  personId!: string;

  @Field(() => String, { description: 'Person who asked for it, and the form of the request.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({
  description:
    'Input for `erasePerson`. Identifying data is erased permanently; ledger entries and counts remain under a pseudonym.',
})
export class ErasePersonInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the person.' })
  personId!: string;

  @Field(() => String, { description: 'Person who asked for it, and the form of the request.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({
  description:
    'Input for `importPeople`. It holds a table, either as text or as a base64 copy of the saved file.',
})
export class ImportPeopleInput extends KeyedInput {
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether to check the table only and report the expected result.',
  })
  isDryRun: boolean = true;

  @Field(() => String, {
    nullable: true,
    description: 'Table as text; at most 1,000 lines and 240,000 characters.',
  })
  @IsOptional()
  @Text({ lengthMax: csvLengthMax, mayBeBlank: true, isFile: true })
  csv?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'File in base64, encoded in UTF-8, UTF-16 or GB18030; at most as much text as `csv`.',
  })
  @IsOptional()
  @Text({ lengthMax: csvBase64LengthMax, mayBeBlank: true, isFile: true })
  csvBase64?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether lines that resemble people on record, or repeat in the table, are different people. A known identity number is refused in any case.',
  })
  allowDuplicate: boolean = false;
}

@ObjectType({ description: 'Result of a change to a person.', simpleResolvers: true })
export class PersonPayload extends Payload {
  @Field(() => Person, {
    nullable: true,
    description: 'The person. Null when the change was refused.',
  })
  person?: Person | null;
}

@ObjectType({ description: 'Result of a change to an elder.', simpleResolvers: true })
export class ElderPayload extends Payload {
  @Field(() => Elder, {
    nullable: true,
    description: 'The elder. Null when the change was refused.',
  })
  elder?: Elder | null;
}

@ObjectType({ description: 'Result of a change to a volunteer.', simpleResolvers: true })
export class VolunteerPayload extends Payload {
  @Field(() => Volunteer, {
    nullable: true,
    description: 'The volunteer. Null when the change was refused.',
  })
  volunteer?: Volunteer | null;
}

@ObjectType({ description: 'Result of a disclosure.', simpleResolvers: true })
export class DisclosePersonalDataPayload extends Payload {
  @Field(() => PersonalData, {
    nullable: true,
    description: 'Requested data in clear text. Null when the mutation was refused.',
  })
  personalData?: PersonalData | null;
}

@ObjectType({ description: 'Copy of all data kept about a person.', simpleResolvers: true })
export class ExportPersonalDataPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'All data, as JSON text. Null when the mutation was refused.',
  })
  document?: string | null;
}

@ObjectType({ description: 'Error in one line of an imported table.', simpleResolvers: true })
export class ImportProblem {
  @Field(() => Int, { description: 'Line of the file, counted from 1. The heading is line 1.' })
  line!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Column heading. Null when the error concerns the whole line.',
  })
  column!: string | null;

  @Field(() => ErrorCode, { description: 'Stable code, for example `PHONE_INVALID`.' })
  code!: string;

  @Field(() => String, { description: 'One sentence with the problem and its remedy.' })
  message!: string;
}

@ObjectType({ description: 'Findings and results of an import.', simpleResolvers: true })
export class ImportReport {
  @Field(() => Boolean, { description: 'Whether this was a trial run that wrote nothing.' })
  isDryRun!: boolean;

  @Field(() => Int, { description: 'Number of lines with content, without the heading.' })
  lines!: number;

  @Field(() => Int, {
    description:
      'Number of elders registered. In a trial run, the number that would be registered.',
  })
  elders!: number;

  @Field(() => Int, {
    description:
      'Number of volunteers registered. In a trial run, the number that would be registered.',
  })
  volunteers!: number;

  @Field(() => [ImportProblem], {
    description: 'Errors by line. While there is one, nothing is written.',
  })
  problems!: ImportProblem[];
}

@ObjectType({ description: 'Result of an import.', simpleResolvers: true })
export class ImportPeoplePayload extends Payload {
  @Field(() => ImportReport, {
    nullable: true,
    description: 'Findings and results. Null when the file could not be read.',
  })
  report?: ImportReport | null;
}
