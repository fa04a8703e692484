import { registerEnumType } from 'type-graphql';

/**
 * The GraphQL enum of all codes of errors. `setErrorCodes` fills it before the schema is built,
 * from the message catalogue, which is the only list of codes.
 */
export const ErrorCode: Record<string, string> = {};
const descriptionsOfCodes: Record<string, { description: string }> = {};

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description:
    'Stable code of an error, as in `UserError.code` and in `extensions.code` of the response. The description of a value is its message in English, with params in braces. New values may be added: show `message` of an unknown one.',
  valuesConfig: descriptionsOfCodes,
});

/** Sets the values of `ErrorCode`, with the description of each. */
export function setErrorCodes(descriptions: Readonly<Record<string, string>>): void {
  for (const [code, description] of Object.entries(descriptions)) {
    ErrorCode[code] = code;
    descriptionsOfCodes[code] = { description };
  }
}
