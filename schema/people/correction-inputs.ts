import { IsOptional } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Text } from '../text.ts';

const nameLengthMax = 200;

@InputType({ description: 'Input for `correctElder`. Omitted fields stay unchanged.' })
export class CorrectElderInput extends ChangeInput {
  @Field(() => ID, { description: 'Elder to correct.' })
  elderId!: string;

  @Field(() => Int, {
    description: 'Version of the person (`Elder.person.version`) that the caller last read.',
  })
  expectedVersion!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Name that the neighbourhood uses. Once it differs from the full name, it no longer follows changes of the full name.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  displayName?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the elder lives alone.' })
  @IsOptional()
  livesAlone?: boolean | null;
}

@InputType({ description: 'Input for `correctVolunteer`. Omitted fields stay unchanged.' })
export class CorrectVolunteerInput extends ChangeInput {
  @Field(() => ID, { description: 'Volunteer to correct.' })
  volunteerId!: string;

  @Field(() => Int, {
    description: 'Version of the person (`Volunteer.person.version`) that the caller last read.',
  })
  expectedVersion!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Name that elders and dispatchers use. Once it differs from the full name, it no longer follows changes of the full name.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  displayName?: string | null;
}
