import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Elder } from '../people/elder.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { Photo, PhotoType } from './photo.ts';

const clientIdLengthMax = 200;
const noteLengthMax = 2_000;
/** Half the way around the earth; a device that knows less than that knows nothing. */
const accuracyMetresMax = 20_000_000;

@InputType({ description: 'Where a device says that it is.' })
export class PlaceInput {
  @Field(() => Float, { description: 'Latitude in degrees, WGS 84.' })
  @Min(-90)
  @Max(90)
  latitude!: number;

  @Field(() => Float, { description: 'Longitude in degrees, WGS 84.' })
  @Min(-180)
  @Max(180)
  longitude!: number;

  @Field(() => Int, { description: 'How exactly the device knows it, in metres.' })
  @Min(0)
  @Max(accuracyMetresMax)
  accuracyMetres!: number;
}

/** What may come along with an arrival, a departure, or afterwards. */
@InputType({ description: 'Evidence that comes along with a check-in or a check-out.' })
export class PresenceInput extends ActingInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Your own id for this event, made when it happened. An offline client sends it again until it is answered: it stays one event.',
  })
  @Text({ lengthMax: clientIdLengthMax })
  clientId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Digits that the elder's door showed at that minute, or the text of its QR code.",
  })
  @Text({ lengthMax: 100 })
  doorCode?: string | null;

  @Field(() => PlaceInput, { nullable: true, description: 'Where the device was.' })
  @IsOptional()
  @ValidateNested()
  place?: PlaceInput | null;
}

@InputType({ description: 'More evidence for a visit, sent at any time until it is certified.' })
export class AddVisitEvidenceInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => String, { description: 'Your own id for it. Sent again, it stays one.' })
  @Text({ lengthMax: clientIdLengthMax })
  clientId!: string;

  @Field(() => DateTime, { nullable: true, description: 'When, if it is sent later. Now when left out.' })
  @IsOptional()
  at?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Digits that the elder's door showed, or the text of its QR code.",
  })
  @Text({ lengthMax: 100 })
  doorCode?: string | null;

  @Field(() => PlaceInput, { nullable: true, description: 'Where the device was.' })
  @IsOptional()
  @ValidateNested()
  place?: PlaceInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What a signed paper says that was handed in; at most 2,000 characters. Its photo is announced by itself.',
  })
  @Text({ lengthMax: noteLengthMax })
  sheet?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes that the paper says, 0 to 1440; with `sheet` only. A difference to what was measured is looked at.',
  })
  @IsOptional()
  @Min(0)
  @Max(1_440)
  sheetMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many volunteers signed the paper, 1 to 100; with `sheet` only. Another number than came is looked at.',
  })
  @IsOptional()
  @Min(1)
  @Max(100)
  sheetVolunteers?: number | null;
}

@InputType({ description: 'What a call of the dispatcher found out about a visit.' })
export class RecordVisitCallInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => String, { description: 'Your own id for it. Sent again, it stays one.' })
  @Text({ lengthMax: clientIdLengthMax })
  clientId!: string;

  @Field(() => DateTime, { nullable: true, description: 'When you called. Now when left out.' })
  @IsOptional()
  at?: string | null;

  @Field(() => Boolean, { description: 'Whether you were told that the volunteer is there, or was.' })
  wasThere!: boolean;

  @Field(() => String, { description: 'Whom you spoke to and what they said; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  note!: string;
}

@InputType({ description: 'The elder says that a visit took place, or somebody says so for them.' })
export class ConfirmVisitInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => String, { description: 'Your own id for it. Sent again, it stays one.' })
  @Text({ lengthMax: clientIdLengthMax })
  clientId!: string;

  @Field(() => String, { nullable: true, description: 'What the elder said; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax, mayBeBlank: true })
  note?: string | null;
}

@InputType({ description: 'A photo of a visit that is going to be uploaded.' })
export class AnnouncePhotoInput extends ActingInput {
  @Field(() => ID, { description: 'The visit.' })
  visitId!: string;

  @Field(() => String, {
    description: 'Your own id for the photo. Announced again, it stays one and gets a fresh link.',
  })
  @Text({ lengthMax: clientIdLengthMax })
  clientId!: string;

  @Field(() => PhotoType, { description: 'Type of the file.' })
  type!: PhotoType;

  @Field(() => Int, { description: 'Size of the file in bytes, at most 32 MiB.' })
  @Min(1)
  @Max(32 * 1024 * 1024)
  bytes!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken. Now when left out.' })
  @IsOptional()
  takenAt?: string | null;
}

@InputType({ description: "Where an elder's door is, and whether its code is to be made anew." })
export class SetDoorAccessInput extends ActingInput {
  @Field(() => ID, { description: 'The elder.' })
  elderId!: string;

  @Field(() => PlaceInput, {
    nullable: true,
    description: 'Where the door is, taken once when standing before it. Unchanged when left out.',
  })
  @IsOptional()
  @ValidateNested()
  place?: PlaceInput | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Make the secret of the code anew, for example after a phone was lost. Devices at the door must load it again.',
  })
  renewCode: boolean = false;
}

@ObjectType({
  description: 'Where and how the file of a photo is sent. The link is the right: send no token along.',
  simpleResolvers: true,
})
export class PhotoUpload {
  @Field(() => String, { description: 'Address to send the file to, as the body of the request.' })
  url!: string;

  @Field(() => String, { description: 'HTTP method, `PUT`.' })
  method!: string;

  @Field(() => String, { description: 'Value of the header `Content-Type`.' })
  contentType!: string;

  @Field(() => DateTime, { description: 'Until when the link works. Announce the photo again for a fresh one.' })
  expiresAt!: string;
}

@ObjectType({ description: 'What became of an announced photo.', simpleResolvers: true })
export class AnnouncePhotoPayload extends Payload {
  @Field(() => Photo, { nullable: true, description: 'The photo, where you may see it.' })
  photo?: Photo | null;

  @Field(() => PhotoUpload, { nullable: true, description: 'Where to send the file. Null when it was refused.' })
  upload?: PhotoUpload | null;
}

@ObjectType({ description: "What became of a change to an elder's door.", simpleResolvers: true })
export class ElderDoorPayload extends Payload {
  @Field(() => Elder, { nullable: true, description: 'The elder. Null when it was refused.' })
  elder?: Elder | null;
}
