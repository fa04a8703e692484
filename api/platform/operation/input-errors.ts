import { type ArgumentValidationError, getMetadataStorage } from 'type-graphql';
import { Refusal, type RefusalParams } from '../common/errors.ts';

/** The part of class-validator's findings that is used here; type-graphql types them loosely. */
interface Finding {
  property: string;
  target?: object;
  constraints?: Record<string, string>;
  contexts?: Record<string, { code?: string }>;
  children?: Finding[];
}

/**
 * Converts findings of the input's decorators to refusals with code and path, so that a form can
 * mark the field.
 */
export function inputRefusals(error: ArgumentValidationError): Refusal[] {
  const findings = (error.extensions['validationErrors'] ?? []) as unknown as Finding[];
  return findings.flatMap((finding) => refusalsIn(finding, isArgument(finding) ? [] : ['input']));
}

/** Whether the property is an argument of its field, as that of a page is, and in no input. */
function isArgument({ target }: Finding): boolean {
  return getMetadataStorage().argumentTypes.some((args) => target?.constructor === args.target);
}

function refusalsIn(finding: Finding, parents: readonly string[]): Refusal[] {
  const path = [...parents, finding.property];
  const own = Object.entries(finding.constraints ?? {}).map(([rule, text]) => {
    const code = finding.contexts?.[rule]?.code;
    return code ? new Refusal(code, {}, path) : refusalOf(rule, text, path);
  });
  return [...own, ...(finding.children ?? []).flatMap((child) => refusalsIn(child, path))];
}

/**
 * Our own decorators (schema/text.ts) write code and params as JSON. Those of class-validator write
 * an English sentence, of which only the limit is kept: messages.ts has a sentence for each rule.
 */
function refusalOf(rule: string, text: string, path: readonly string[]): Refusal {
  if (text.startsWith('{"code":')) {
    const { code, params } = JSON.parse(text) as { code: string; params: RefusalParams };
    return new Refusal(code, params, path);
  }
  // A pattern states its format in words (messages of @Matches and of schema/days.ts). Otherwise
  // its text is not readable for people.
  if ((rule === 'matches' || rule === 'dayPattern') && !text.includes('regular expression'))
    return new Refusal('INVALID_INPUT', { reason: text }, path);
  const bound = /-?\d+(?:\.\d+)?(?= elements?$|$)/.exec(text)?.[0];
  return new Refusal('INVALID_INPUT', { rule, ...(bound !== undefined && { bound }) }, path);
}
