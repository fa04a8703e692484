import { IsOptional, ValidateNested } from 'class-validator';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';

export const Channel = { APP: 'APP', PHONE: 'PHONE', PAPER: 'PAPER', AGENCY: 'AGENCY' } as const;
export type Channel = (typeof Channel)[keyof typeof Channel];

registerEnumType(Channel, {
  name: 'Channel',
  description: 'How something reached the platform.',
  valuesConfig: {
    APP: { description: 'By the person themselves in a user interface.' },
    PHONE: { description: 'By telephone, entered by somebody else.' },
    PAPER: { description: 'On paper, entered later.' },
    AGENCY: { description: 'Through an agency or another organisation.' },
  },
});

/** Elders without a smartphone are the normal case: whoever writes for somebody says for whom, by what right and how it came in. */
@InputType({
  description: 'For whom you do this and how it reached you. Leave it out when you act for yourself in an app.',
})
export class ActingForInput {
  @Field(() => ID, { nullable: true, description: 'Person that you act for.' })
  @IsOptional()
  personId?: string;

  @Field(() => Channel, { defaultValue: Channel.APP, description: 'How it reached you.' })
  channel: Channel = Channel.APP;
}

/** What the input of every mutation may say besides; `ctx.mutate` reads it, so that no verb can forget to. */
@InputType({ description: 'What the input of every mutation may say besides.' })
export abstract class ActingInput {
  @Field(() => ActingForInput, {
    nullable: true,
    description: 'For whom you do this. Leave it out when you act for yourself or in your role.',
  })
  @IsOptional()
  @ValidateNested()
  actingFor?: ActingForInput | null;
}
