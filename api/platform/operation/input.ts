import type { ArgumentValidationError } from 'type-graphql';
import { Refusal } from '../errors.ts';

/** The shape of class-validator's findings that is used here; type-graphql types them loosely. */
interface Finding {
  property: string;
  constraints?: Record<string, string>;
  contexts?: Record<string, { code?: string; params?: Record<string, string | number> }>;
  children?: Finding[];
}

/** Findings of the input's decorators as refusals with code and path, so that a form can mark the field. */
export function inputRefusals(error: ArgumentValidationError): Refusal[] {
  const findings = (error.extensions['validationErrors'] ?? []) as unknown as Finding[];
  return findings.flatMap((finding) => refusalsIn(finding, ['input']));
}

function refusalsIn(finding: Finding, parents: readonly string[]): Refusal[] {
  const path = [...parents, finding.property];
  const own = Object.entries(finding.constraints ?? {}).map(([name, text]) => {
    const context = finding.contexts?.[name];
    if (context?.code) return new Refusal(context.code, context.params ?? {}, path);
    return new Refusal('INVALID_INPUT', { reason: text }, path);
  });
  return [...own, ...(finding.children ?? []).flatMap((child) => refusalsIn(child, path))];
}
