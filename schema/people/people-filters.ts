import { Field, ID, InputType } from 'type-graphql';

@InputType({
  description:
    'Filter of elders. An elder must meet all fields that are given; each list holds at most 100 values.',
})
export class ElderFilter {
  @Field(() => [ID], { nullable: true, description: 'Only elders of these communities.' })
  communityIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only elders who live alone, or only those who do not.',
  })
  livesAlone?: boolean | null;
}

@InputType({
  description:
    'Filter of volunteers. A volunteer must meet all fields that are given; each list holds at most 100 values.',
})
export class VolunteerFilter {
  @Field(() => [ID], { nullable: true, description: 'Only volunteers of these communities.' })
  communityIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only members of these teams.' })
  teamIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only volunteers who are vetted, or only those who are not.',
  })
  isVetted?: boolean | null;
}

@InputType({
  description:
    'Filter of people. A person must meet all fields that are given; each list holds at most 100 values.',
})
export class PersonFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'Only people who live in these communities.',
  })
  communityIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only people with this telephone number, which must be whole.',
  })
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only the person with this identity number, which must be whole.',
  })
  identityNumber?: string | null;
}

@InputType({ description: 'Filter of disclosures of personal data.' })
export class DisclosureFilter {
  @Field(() => ID, {
    nullable: true,
    description:
      'Only disclosures about this person. Required unless the caller may see all disclosures.',
  })
  personId?: string | null;
}
