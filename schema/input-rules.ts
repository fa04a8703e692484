import { Matches, registerDecorator } from 'class-validator';
import type { RefusedValueParams } from './refused-value.ts';

/**
 * Refusal of a rule, as the context of its decorator. Min, Max and the rules of lists need none:
 * api/platform/operation/input-errors.ts derives their refusals from their limits.
 */
export interface RuleContext {
  code: string;
  /** Values of the message. `field` is added to them. */
  paramsOf?: (value: unknown) => RefusedValueParams;
}

/** A rule of a text input, with the code of its refusal. */
export interface TextRule extends RuleContext {
  /** Name of the rule; one property has each name once. */
  name: string;
  isFine: (text: string) => boolean;
}

/** Adds a rule to a text property. Null and undefined pass. */
export function addTextRule(
  target: object,
  property: string | symbol,
  { name, isFine, ...context }: TextRule,
): void {
  registerDecorator({
    name,
    target: target.constructor,
    propertyName: property as string,
    options: { context },
    validator: {
      validate: (value: unknown) =>
        value === null || value === undefined || (typeof value === 'string' && isFine(value)),
    },
  });
}

/**
 * A text input, or a list of texts, of one written form. Other texts are refused with the code,
 * whose message describes the form in words.
 */
export function Written(
  pattern: RegExp,
  code: string,
  { each = false }: { each?: boolean } = {},
): PropertyDecorator {
  return Matches(pattern, { each, context: { code } satisfies RuleContext });
}
