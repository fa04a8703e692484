import { registerDecorator } from 'class-validator';
import { Extensions } from 'type-graphql';

/**
 * Counts characters as people do: an emoji or a rare Han character outside the Basic Multilingual
 * Plane counts once.
 */
export function lengthOf(text: string): number {
  return [...text].length;
}

// oxlint-disable no-control-regex -- control characters are what this finds
// Line breaks and tabs are part of a note; every other control character and lone surrogate is
// refused. Direction marks, which make text read differently from what is stored, have already been
// removed (typed-text.ts).
const unwanted = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/u;

/** Returns whether a text holds characters that nobody types on purpose. */
export function hasUnwantedCharacters(text: string): boolean {
  return unwanted.test(text);
}

/** Declaration of a text input. The schema holds it as the extension `text` of the field. */
export interface TextProperties {
  lengthMax: number;
  /** Whether an empty text has a meaning: it removes the recorded value. */
  mayBeBlank?: boolean;
  /** Whether it is a file, whose parts are checked when it is read. */
  isFile?: boolean;
}

/**
 * A text input with a maximum length and without control characters; blank text is refused unless
 * allowed.
 */
export function Text({
  lengthMax,
  mayBeBlank = false,
  isFile = false,
}: TextProperties): PropertyDecorator {
  return (target, property) => {
    Extensions({ text: { lengthMax, mayBeBlank } })(target, property as string);
    const check = (name: string, code: string, isFine: (text: string) => boolean): void => {
      registerDecorator({
        name,
        target: target.constructor,
        propertyName: property as string,
        // class-validator passes little more than a message from here to the answer;
        // api/platform/operation/input-errors.ts reads it.
        options: { message: JSON.stringify({ code, params: { lengthMax } }) },
        validator: {
          validate: (value: unknown) =>
            value === null || value === undefined || (typeof value === 'string' && isFine(value)),
        },
      });
    };
    check(
      'textLength',
      'TEXT_TOO_LONG',
      (text) => text.length <= lengthMax || lengthOf(text) <= lengthMax,
    );
    if (!isFile)
      check('textCharacters', 'TEXT_HAS_CONTROL_CHARACTERS', (text) => !unwanted.test(text));
    if (!mayBeBlank) check('textBlank', 'TEXT_EMPTY', (text) => text.trim() !== '');
  };
}
