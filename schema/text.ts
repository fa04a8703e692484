import { registerDecorator } from 'class-validator';

/** Counts characters as a person does: an emoji or a rare Han character outside the first plane is one. */
export function lengthOf(text: string): number {
  return [...text].length;
}

// oxlint-disable no-control-regex -- the very thing to be found
// Line breaks and tabs are part of a note; every other control character, lone surrogates and the direction overrides that
// make text read differently from what is stored are not.
const unwanted = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/** Whether a text holds characters that nobody types on purpose. */
export function hasUnwantedCharacters(text: string): boolean {
  return unwanted.test(text);
}

/** A text input: at most so many characters, no control characters; not blank unless it may be. */
export function Text({
  lengthMax,
  mayBeBlank = false,
}: {
  lengthMax: number;
  mayBeBlank?: boolean;
}): PropertyDecorator {
  return (target, property) => {
    const check = (name: string, code: string, isFine: (text: string) => boolean): void => {
      registerDecorator({
        name,
        target: target.constructor,
        propertyName: property as string,
        // class-validator carries a message and little else from here to the answer; api/platform/operation/input.ts reads it.
        options: { message: JSON.stringify({ code, params: { lengthMax } }) },
        validator: {
          validate: (value: unknown) =>
            value === null || value === undefined || (typeof value === 'string' && isFine(value)),
        },
      });
    };
    check('textLength', 'TEXT_TOO_LONG', (text) => text.length <= lengthMax || lengthOf(text) <= lengthMax);
    check('textCharacters', 'TEXT_HAS_CONTROL_CHARACTERS', (text) => !unwanted.test(text));
    if (!mayBeBlank) check('textBlank', 'TEXT_EMPTY', (text) => text.trim() !== '');
  };
}
