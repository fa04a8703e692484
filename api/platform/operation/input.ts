import type { ArgumentValidationError } from 'type-graphql';
import { Refusal, type RefusalParams } from '../errors.ts';

/** The shape of class-validator's findings that is used here; type-graphql types them loosely. */
interface Finding {
  property: string;
  constraints?: Record<string, string>;
  children?: Finding[];
}

/** Findings of the input's decorators as refusals with code and path, so that a form can mark the field. */
export function inputRefusals(error: ArgumentValidationError): Refusal[] {
  const findings = (error.extensions['validationErrors'] ?? []) as unknown as Finding[];
  return findings.flatMap((finding) => refusalsIn(finding, ['input']));
}

function refusalsIn(finding: Finding, parents: readonly string[]): Refusal[] {
  const path = [...parents, finding.property];
  const own = Object.values(finding.constraints ?? {}).map((text) => refusalOf(text, path));
  return [...own, ...(finding.children ?? []).flatMap((child) => refusalsIn(child, path))];
}

/** Our own decorators (schema/text.ts) write code and params as JSON; those of class-validator write a sentence. */
function refusalOf(text: string, path: readonly string[]): Refusal {
  if (!text.startsWith('{"code":')) return new Refusal('INVALID_INPUT', { reason: text }, path);
  const { code, params } = JSON.parse(text) as { code: string; params: RefusalParams };
  return new Refusal(code, params, path);
}
