import { IsOptional, Matches } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { Text } from '../text.ts';
import { Community } from './community.ts';
import { Foundation } from './foundation.ts';
import { Team } from './team.ts';

const nameLengthMax = 200;
const phoneLengthMax = 40;
/** Short names stand in addresses and in personas. */
const slugPattern = /^[a-z][a-z0-9-]{1,62}$/;

@InputType({ description: 'A new foundation on the platform, with its first administrator.' })
export class OpenFoundationInput extends ChangeInput {
  @Field(() => String, { description: 'Short name in Latin letters, unique on the platform.' })
  @Matches(slugPattern, { context: { code: 'SLUG_INVALID' } })
  slug!: string;

  @Field(() => String, { description: 'Name of the organisation.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, {
    defaultValue: 'Asia/Shanghai',
    description: 'IANA time zone that months and days are counted in.',
  })
  @Text({ lengthMax: 60 })
  timeZone: string = 'Asia/Shanghai';

  @Field(() => String, { description: 'Name of the first administrator.' })
  @Text({ lengthMax: nameLengthMax })
  administratorName!: string;

  @Field(() => String, { description: 'Phone that the first administrator signs in with.' })
  @Text({ lengthMax: phoneLengthMax })
  administratorPhone!: string;
}

@InputType({ description: 'A new community of the foundation.' })
export class OpenCommunityInput extends ChangeInput {
  @Field(() => String, { description: 'Short name in Latin letters, unique in the foundation.' })
  @Matches(slugPattern, { context: { code: 'SLUG_INVALID' } })
  slug!: string;

  @Field(() => String, { description: 'Name of the community.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, { description: 'District or town it lies in.' })
  @Text({ lengthMax: nameLengthMax })
  district!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a community of a name and district that are on record is another one. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({ description: 'Another name or district of a community.' })
export class RenameCommunityInput extends ChangeInput {
  @Field(() => ID, { description: 'The community.' })
  communityId!: string;

  @Field(() => String, { nullable: true, description: 'Name of the community. As before when left out.' })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'District or town it lies in. As before when left out.' })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  district?: string | null;
}

@InputType({ description: 'A new team. It serves its home community; others may ask it in by `serveCommunity`.' })
export class FormTeamInput extends ChangeInput {
  @Field(() => ID, { description: 'Community that the team is at home in.' })
  communityId!: string;

  @Field(() => String, { description: 'Name of the team.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a team of a name that its home community has already is another one. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({ description: 'Another name of a team.' })
export class RenameTeamInput extends ChangeInput {
  @Field(() => ID, { description: 'The team.' })
  teamId!: string;

  @Field(() => String, { description: 'Name of the team.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;
}

@InputType({ description: 'A community asks a team in: its members see the requests there from now on.' })
export class ServeCommunityInput extends ChangeInput {
  @Field(() => ID, { description: 'The team.' })
  teamId!: string;

  @Field(() => ID, { description: 'Community that it shall serve.' })
  communityId!: string;
}

@InputType({ description: 'A team no longer serves a community.' })
export class StopServingCommunityInput extends ChangeInput {
  @Field(() => ID, { description: 'The team.' })
  teamId!: string;

  @Field(() => ID, { description: 'Community that it served.' })
  communityId!: string;
}

@ObjectType({ description: 'What became of a change to a foundation.', simpleResolvers: true })
export class FoundationPayload extends Payload {
  @Field(() => Foundation, { nullable: true, description: 'The foundation. Null when the change was refused.' })
  foundation?: Foundation | null;
}

@ObjectType({ description: 'What became of a change to a community.', simpleResolvers: true })
export class CommunityPayload extends Payload {
  @Field(() => Community, { nullable: true, description: 'The community. Null when the change was refused.' })
  community?: Community | null;
}

@ObjectType({ description: 'What became of a change to a team.', simpleResolvers: true })
export class TeamPayload extends Payload {
  @Field(() => Team, { nullable: true, description: 'The team. Null when the change was refused.' })
  team?: Team | null;
}
