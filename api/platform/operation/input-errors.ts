import { getMetadataStorage, type ValidationError } from 'class-validator';
import { type ArgumentValidationError, getMetadataStorage as graphqlMetadata } from 'type-graphql';
import type { RuleContext } from '../../../schema/input-rules.ts';
import { Refusal, type RefusalParams } from '../common/errors.ts';

/** A rule of a property as class-validator registers it. */
export interface InputRule {
  /** Name of the rule, for example `max`. */
  name?: string;
  propertyName: string;
  /** Arguments of the rule, such as its limit. */
  constraints?: readonly unknown[];
  context?: unknown;
}

/**
 * Converts findings of the input's decorators to refusals with code, params and path, so that a
 * form can mark the field.
 */
export function inputRefusals(error: ArgumentValidationError): Refusal[] {
  const findings = (error.extensions['validationErrors'] ?? []) as unknown as ValidationError[];
  return findings.flatMap((finding) => refusalsIn(finding, isArgument(finding) ? [] : ['input']));
}

/** Whether the property is an argument of its field, as that of a page is, and in no input. */
function isArgument({ target }: ValidationError): boolean {
  return graphqlMetadata().argumentTypes.some((args) => target?.constructor === args.target);
}

function refusalsIn(finding: ValidationError, parents: readonly string[]): Refusal[] {
  const path = [...parents, finding.property];
  const rules = finding.constraints ? rulesOf(finding) : [];
  const own = rules
    .filter(({ name = '' }) => name in (finding.constraints ?? {}))
    .map((rule) => refusalOf(rule, finding.value, path));
  return [...own, ...(finding.children ?? []).flatMap((child) => refusalsIn(child, path))];
}

/** The rules of a property, each name once: a rule of the class goes before an inherited one. */
function rulesOf({ target, property }: ValidationError): InputRule[] {
  const rules: InputRule[] = getMetadataStorage()
    .getTargetValidationMetadatas((target as object).constructor, '', true, false)
    .filter(({ propertyName }) => propertyName === property);
  return [...new Map(rules.toReversed().map((rule) => [rule.name, rule])).values()];
}

/**
 * Refusal of one rule. It has the code of the rule's context, or else one by the name of the rule.
 * `field` is the name of the property. Throws for a rule without a code, which a test finds first
 * (api/input-rules.test.ts).
 */
export function refusalOf(rule: InputRule, value: unknown, path: readonly string[]): Refusal {
  const field = rule.propertyName;
  const { code, paramsOf } = (rule.context ?? {}) as Partial<RuleContext>;
  if (code) return new Refusal(code, { field, ...paramsOf?.(value) }, path);
  const known = codesByRule[rule.name ?? ''];
  if (!known) throw new Error(`The rule ${rule.name} of ${field} has no code: use Written.`);
  const [limit] = rule.constraints ?? [];
  const params: RefusalParams = known.limit ? { [known.limit]: Number(limit) } : {};
  return new Refusal(known.code, { field, ...params }, path);
}

/** Codes of the rules that are only limits, with the param that holds the limit. */
const codesByRule: Readonly<Record<string, { code: string; limit?: string }>> = {
  min: { code: 'TOO_SMALL', limit: 'min' },
  max: { code: 'TOO_LARGE', limit: 'max' },
  maxLength: { code: 'TEXT_TOO_LONG', limit: 'lengthMax' },
  arrayMinSize: { code: 'TOO_FEW', limit: 'min' },
  arrayMaxSize: { code: 'TOO_MANY', limit: 'max' },
  arrayUnique: { code: 'ITEM_REPEATED' },
};
