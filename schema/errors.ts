import { Field, ObjectType } from 'type-graphql';
import { ErrorCode } from './error-code.ts';

@ObjectType({ description: 'Named value that a message is built from.', simpleResolvers: true })
export class ErrorParam {
  @Field(() => String, { description: 'Name of the value, for example `limit`.' })
  name!: string;

  @Field(() => String, { description: 'Value as text.' })
  value!: string;
}

/**
 * An expected refusal, returned as data. Codes are the contract; messages are for people and use
 * the caller's language.
 */
@ObjectType({
  description:
    'Expected refusal. The code is stable; the message is in the language of `Accept-Language` (zh-CN or en).',
  simpleResolvers: true,
})
export class UserError {
  @Field(() => ErrorCode, {
    description:
      'Stable code, for example `REQUEST_NOT_OPEN`. Clients must branch on the code, never on the message. The page `/errors` lists all codes.',
  })
  code!: string;

  @Field(() => String, { description: 'One sentence for people: the problem and its remedy.' })
  message!: string;

  @Field(() => [String], {
    description:
      'Path to the invalid part of the input, starting with `input`. Empty when the refusal concerns the whole input.',
  })
  path!: string[];

  @Field(() => [ErrorParam], {
    description: 'Values used in the message, for clients that write their own messages.',
  })
  params!: ErrorParam[];
}

/** Every mutation returns the object that it changed, or null, together with the refusals. */
@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Field(() => [UserError], {
    description: 'Reasons why nothing was changed. Empty when the change was made.',
  })
  errors: UserError[] = [];
}
