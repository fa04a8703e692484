import { registerDecorator } from 'class-validator';
import { Extensions } from 'type-graphql';

/** Counts characters as a person does: an emoji or a rare Han character outside the first plane is one. */
export function lengthOf(text: string): number {
  return [...text].length;
}

// oxlint-disable no-control-regex -- the very thing to be found
// Line breaks and tabs are part of a note; every other control character and lone surrogates are not. Marks of direction, which
// make text read differently from what is stored, were taken out before (typed-text.ts).
const unwanted = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/u;

/** Whether a text holds characters that nobody types on purpose. */
export function hasUnwantedCharacters(text: string): boolean {
  return unwanted.test(text);
}

/** What is declared of a text input. It stands in the schema as the extension `text` of the field. */
export interface TextProperties {
  lengthMax: number;
  /** Whether an empty text says something: that what was there goes. */
  mayBeBlank?: boolean;
  /** Whether it is a file, whose parts are looked at when it is read. */
  isFile?: boolean;
}

/** A text input: at most so many characters, no control characters; not blank unless it may be. */
export function Text({ lengthMax, mayBeBlank = false, isFile = false }: TextProperties): PropertyDecorator {
  return (target, property) => {
    Extensions({ text: { lengthMax, mayBeBlank } })(target, property as string);
    const check = (name: string, code: string, isFine: (text: string) => boolean): void => {
      registerDecorator({
        name,
        target: target.constructor,
        propertyName: property as string,
        // class-validator carries a message and little else from here to the answer; api/platform/operation/input-errors.ts reads it.
        options: { message: JSON.stringify({ code, params: { lengthMax } }) },
        validator: {
          validate: (value: unknown) =>
            value === null || value === undefined || (typeof value === 'string' && isFine(value)),
        },
      });
    };
    check('textLength', 'TEXT_TOO_LONG', (text) => text.length <= lengthMax || lengthOf(text) <= lengthMax);
    if (!isFile) check('textCharacters', 'TEXT_HAS_CONTROL_CHARACTERS', (text) => !unwanted.test(text));
    if (!mayBeBlank) check('textBlank', 'TEXT_EMPTY', (text) => text.trim() !== '');
  };
}
