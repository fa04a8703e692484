import { IsOptional, ValidateNested } from 'class-validator';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';

export const Channel = { APP: 'APP', PHONE: 'PHONE', PAPER: 'PAPER', AGENCY: 'AGENCY' } as const;
export type Channel = (typeof Channel)[keyof typeof Channel];

registerEnumType(Channel, {
  name: 'Channel',
  description: 'Channel by which information reached the platform.',
  valuesConfig: {
    APP: { description: 'Entered by the person themselves in a user interface.' },
    PHONE: { description: 'Received by telephone and entered by somebody else.' },
    PAPER: { description: 'Received on paper and entered later.' },
    AGENCY: { description: 'Received through an agency or another organisation.' },
  },
});

/**
 * Many elders have no smartphone. Everybody who writes for somebody else therefore states the
 * person represented, the authority to do so and the channel.
 */
@InputType({
  description:
    'Person that the caller represents, and the channel used. Omit it when callers act for themselves in an app.',
})
export class ActingForInput {
  @Field(() => ID, { nullable: true, description: 'Person that the caller represents.' })
  @IsOptional()
  personId?: string;

  @Field(() => Channel, {
    defaultValue: Channel.APP,
    description: 'Channel by which the information reached the caller.',
  })
  channel: Channel = Channel.APP;
}

/**
 * Optional fields in the input of every mutation. `ctx.mutate` reads them centrally, so no mutation
 * can ignore them.
 */
@InputType({ description: 'Optional fields in the input of every mutation.' })
export abstract class ActingInput {
  @Field(() => ActingForInput, {
    nullable: true,
    description:
      'Person that the caller represents, and the channel used. Omit it when callers act for themselves or in their role.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}
