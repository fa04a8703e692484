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

/**
 * Registers a GraphQL enum whose values have another form in the code: `requests:read` is
 * `REQUESTS_READ` in GraphQL. Resolvers receive and answer the form of the code.
 */
export function enumOfWords<Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
): Readonly<Record<string, Word>> {
  const all = Object.keys(words) as Word[];
  const enumOfNames = Object.fromEntries(all.map((word) => [enumNameOf(word), word]));
  registerEnumType(enumOfNames, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      all.map((word) => [enumNameOf(word), { description: words[word] }]),
    ),
  });
  return enumOfNames;
}

/** `REQUESTS_READ` for `requests:read`, and `VISIT_CHECK_IN` for `visit:checkIn`. */
export function enumNameOf(word: string): string {
  return word
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .replace(':', '_')
    .toUpperCase();
}
