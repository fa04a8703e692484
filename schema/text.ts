import { Extensions } from 'type-graphql';
import { addTextRule } from './input-rules.ts';

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
    addTextRule(target, property, {
      name: 'textLength',
      code: 'TEXT_TOO_LONG',
      paramsOf: () => ({ lengthMax }),
      isFine: (text) => text.length <= lengthMax || lengthOf(text) <= lengthMax,
    });
    if (!isFile)
      addTextRule(target, property, {
        name: 'textCharacters',
        code: 'TEXT_HAS_CONTROL_CHARACTERS',
        isFine: (text) => !unwanted.test(text),
      });
    if (!mayBeBlank)
      addTextRule(target, property, {
        name: 'textBlank',
        code: 'TEXT_EMPTY',
        isFine: (text) => text.trim() !== '',
      });
  };
}
