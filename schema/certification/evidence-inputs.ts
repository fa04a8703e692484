import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Elder } from '../people/elder.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { Photo, PhotoType } from './photo.ts';

const noteLengthMax = 2_000;
/** Half the circumference of the earth; a greater inaccuracy carries no information. */
const accuracyMetresMax = 20_000_000;

@InputType({ description: 'Place as measured by a device.' })
export class PlaceInput {
  @Field(() => Float, { description: 'Latitude in degrees, WGS 84.' })
  @Min(-90)
  @Max(90)
  latitude!: number;

  @Field(() => Float, { description: 'Longitude in degrees, WGS 84.' })
  @Min(-180)
  @Max(180)
  longitude!: number;

  @Field(() => Int, { description: 'Accuracy of the place, in metres.' })
  @Min(0)
  @Max(accuracyMetresMax)
  accuracyMetres!: number;
}

/** Evidence that can accompany an arrival or a departure, or be added later. */
@InputType({ description: 'Evidence that accompanies a check-in or a check-out.' })
export class PresenceInput extends ChangeInput {
  @Field(() => String, {
    nullable: true,
    description: "Digits that the elder's door showed in that minute, or the text of its QR code.",
  })
  @Text({ lengthMax: 100 })
  doorCode?: string | null;

  @Field(() => PlaceInput, { nullable: true, description: 'Place of the device.' })
  @IsOptional()
  @ValidateNested()
  place?: PlaceInput | null;
}

@InputType({ description: 'Input for `addVisitEvidence`.' })
export class AddVisitEvidenceInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Time of the event, if it is entered later. Now when omitted. A time that staff enter for somebody else may not lie in the future.',
  })
  @IsOptional()
  at?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Digits that the elder's door showed, or the text of its QR code.",
  })
  @Text({ lengthMax: 100 })
  doorCode?: string | null;

  @Field(() => PlaceInput, { nullable: true, description: 'Place of the device.' })
  @IsOptional()
  @ValidateNested()
  place?: PlaceInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Text of a signed sheet that was handed in; at most 2,000 characters. Announce its photo separately.',
  })
  @Text({ lengthMax: noteLengthMax })
  sheet?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes stated on the sheet, 0 to 1440; with `sheet` only. A difference from the measured minutes is reviewed.',
  })
  @IsOptional()
  @Min(0)
  @Max(1_440)
  sheetMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of volunteers who signed the sheet, 1 to 100; with `sheet` only. A difference from the actual number is reviewed.',
  })
  @IsOptional()
  @Min(1)
  @Max(100)
  sheetVolunteers?: number | null;
}

@InputType({ description: 'Input for `recordVisitCall`.' })
export class RecordVisitCallInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => DateTime, { nullable: true, description: 'Time of the call. Now when omitted.' })
  @IsOptional()
  at?: string | null;

  @Field(() => Boolean, {
    description: 'Whether the person called said that the volunteer is or was there.',
  })
  wasThere!: boolean;

  @Field(() => String, {
    description: 'Person called and their statement; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax })
  note!: string;
}

@InputType({ description: 'Input for `confirmVisit`.' })
export class ConfirmVisitInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Statement of the elder; at most 2,000 characters.',
  })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;
}

@InputType({ description: 'Input for `announcePhoto`.' })
export class AnnouncePhotoInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the visit.' })
  visitId!: string;

  @Field(() => PhotoType, { description: 'File type.' })
  type!: PhotoType;

  @Field(() => Int, { description: 'Size of the file in bytes, at most 32 MiB.' })
  @Min(1)
  @Max(32 * 1024 * 1024)
  bytes!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time at which the photo was taken. Now when omitted.',
  })
  @IsOptional()
  takenAt?: string | null;
}

@InputType({ description: 'Input for `setDoorAccess`.' })
export class SetDoorAccessInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the elder.' })
  elderId!: string;

  @Field(() => PlaceInput, {
    nullable: true,
    description: 'Place of the door, measured once in front of it. Unchanged when omitted.',
  })
  @IsOptional()
  @ValidateNested()
  place?: PlaceInput | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether to renew the secret of the door code, for example after a phone was lost. Devices at the door must load it again.',
  })
  renewCode: boolean = false;
}

@ObjectType({
  description:
    "Address and headers for uploading a photo's file. The link is the only credential: send no token.",
  simpleResolvers: true,
})
export class PhotoUpload {
  @Field(() => String, {
    description: 'Address to upload the file to, as the body of the request.',
  })
  url!: string;

  @Field(() => String, { description: 'HTTP method, `PUT`.' })
  method!: string;

  @Field(() => String, { description: 'Value of the header `Content-Type`.' })
  contentType!: string;

  @Field(() => DateTime, {
    description: 'Expiry of the link. Announce the photo again for a fresh one.',
  })
  expiresAt!: string;
}

@ObjectType({ description: 'Result of `announcePhoto`.', simpleResolvers: true })
export class AnnouncePhotoPayload extends Payload {
  @Field(() => Photo, {
    nullable: true,
    description: 'The photo. Null when the caller may not see it.',
  })
  photo?: Photo | null;

  @Field(() => PhotoUpload, {
    nullable: true,
    description: 'Upload instructions for the file. Null when the mutation was refused.',
  })
  upload?: PhotoUpload | null;
}

@ObjectType({ description: "Result of a change to an elder's door.", simpleResolvers: true })
export class ElderDoorPayload extends Payload {
  @Field(() => Elder, {
    nullable: true,
    description: 'The elder. Null when the mutation was refused.',
  })
  elder?: Elder | null;
}
