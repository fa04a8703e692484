import { IsOptional } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { Written } from '../input-rules.ts';
import { Text } from '../text.ts';
import { Community } from './community.ts';
import { Foundation } from './foundation.ts';
import { Team } from './team.ts';

const nameLengthMax = 200;
const phoneLengthMax = 40;
/** Short names appear in addresses and in demo personas. */
const slugPattern = /^[a-z][a-z0-9-]{1,62}$/;

@InputType({ description: 'Input for `openFoundation`.' })
export class OpenFoundationInput extends KeyedInput {
  @Field(() => String, { description: 'Short name in Latin letters, unique on the platform.' })
  @Written(slugPattern, 'SLUG_INVALID')
  slug!: string;

  @Field(() => String, { description: 'Name of the organisation.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, {
    defaultValue: 'Asia/Shanghai',
    description: "IANA time zone that defines the foundation's months and days.",
  })
  @Text({ lengthMax: 60 })
  timeZone: string = 'Asia/Shanghai';

  @Field(() => String, { description: 'Name of the first administrator.' })
  @Text({ lengthMax: nameLengthMax })
  administratorName!: string;

  @Field(() => String, {
    description: 'Telephone number that the first administrator signs in with.',
  })
  @Text({ lengthMax: phoneLengthMax })
  administratorPhone!: string;
}

@InputType({ description: 'Input for `openCommunity`.' })
export class OpenCommunityInput extends KeyedInput {
  @Field(() => String, { description: 'Short name in Latin letters, unique in the foundation.' })
  @Written(slugPattern, 'SLUG_INVALID')
  slug!: string;

  @Field(() => String, { description: 'Name of the community.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, { description: 'District or town of the community.' })
  @Text({ lengthMax: nameLengthMax })
  district!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether this is a different community although the name and district are already on record. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({ description: 'Input for `renameCommunity`.' })
export class RenameCommunityInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the community.' })
  communityId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the community. Unchanged when omitted.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'District or town of the community. Unchanged when omitted.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  district?: string | null;
}

@InputType({
  description:
    'Input for `formTeam`. The team serves its home community; other communities can add it with `serveCommunity`.',
})
export class FormTeamInput extends KeyedInput {
  @Field(() => ID, { description: 'Home community of the team.' })
  communityId!: string;

  @Field(() => String, { description: 'Name of the team.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether this is a different team although its home community already has one of that name. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({ description: 'Input for `renameTeam`.' })
export class RenameTeamInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the team.' })
  teamId!: string;

  @Field(() => String, { description: 'Name of the team.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;
}

@InputType({ description: 'Input for `serveCommunity`.' })
export class ServeCommunityInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the team.' })
  teamId!: string;

  @Field(() => ID, { description: 'Community that the team is to serve.' })
  communityId!: string;
}

@InputType({ description: 'Input for `stopServingCommunity`.' })
export class StopServingCommunityInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the team.' })
  teamId!: string;

  @Field(() => ID, { description: 'Community that the team stops serving.' })
  communityId!: string;
}

@ObjectType({ description: 'Result of a change to a foundation.', simpleResolvers: true })
export class FoundationPayload extends Payload {
  @Field(() => Foundation, {
    nullable: true,
    description: 'The foundation. Null when the change was refused.',
  })
  foundation?: Foundation | null;
}

@ObjectType({ description: 'Result of a change to a community.', simpleResolvers: true })
export class CommunityPayload extends Payload {
  @Field(() => Community, {
    nullable: true,
    description: 'The community. Null when the change was refused.',
  })
  community?: Community | null;
}

@ObjectType({ description: 'Result of a change to a team.', simpleResolvers: true })
export class TeamPayload extends Payload {
  @Field(() => Team, { nullable: true, description: 'The team. Null when the change was refused.' })
  team?: Team | null;
}
