import { registerEnumType } from 'type-graphql';

/**
 * Registers a GraphQL enum whose values are their own names, from the description of each value.
 * Answers an object of the values, as `registerEnumType` needs it.
 */
export function describedEnum<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): { readonly [Each in Value]: Each } {
  const names = Object.keys(values) as Value[];
  const enumOfNames = Object.fromEntries(names.map((each) => [each, each])) as {
    readonly [Each in Value]: Each;
  };
  registerEnumType(enumOfNames, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      names.map((each) => [each, { description: values[each] }]),
    ) as Record<Value, { description: string }>,
  });
  return enumOfNames;
}
