import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A named value that a message is built from.', simpleResolvers: true })
export class ErrorParam {
  @Field(() => String, { description: 'What the value is, for example `limit`.' })
  name!: string;

  @Field(() => String, { description: 'The value as text.' })
  value!: string;
}

/** An expected refusal, told as data. Codes are the contract; messages are for people and come in the caller's language. */
@ObjectType({
  description:
    'An expected refusal. The code is stable; the message is in the language of `Accept-Language` (zh-CN or en).',
  simpleResolvers: true,
})
export class UserError {
  @Field(() => String, {
    description: 'Stable code, for example `REQUEST_NOT_OPEN`. Decide on this, never on the message.',
  })
  code!: string;

  @Field(() => String, { description: 'One sentence for a person: what is wrong and what to do.' })
  message!: string;

  @Field(() => [String], {
    description: 'Where in the input the trouble lies, from `input` downwards. Empty when it concerns the whole.',
  })
  path!: string[];

  @Field(() => [ErrorParam], { description: 'The values in the message, for clients that write their own.' })
  params!: ErrorParam[];
}

/** Every mutation answers with the thing it changed, or null, and with what was refused. */
@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Field(() => [UserError], { description: 'Why nothing was changed. Empty when the change was made.' })
  errors: UserError[] = [];
}
