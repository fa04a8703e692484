/**
 * Whether a password is easily guessed, whatever its length. Digits alone (phone numbers,
 * birthdays), repeated characters or patterns, and runs over alphabet or keyboard are easy. So are
 * the 49,000 most common stolen passwords with digits at their ends. Linear time: estimators that
 * weigh all decompositions of a text block a node for a second.
 */
export async function isEasyToGuess(password: string): Promise<boolean> {
  const text = [...password.normalize('NFKC').toLowerCase()].filter((each) => !/\s/.test(each));
  if (text.every((each) => /[\p{N}\p{P}\p{S}]/u.test(each))) return true;
  if (new Set(text).size < distinctMin || isRepeated(text) || unforeseen(text) < unforeseenMin)
    return true;
  const word = text.join('').replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return (await commonPasswords()).has(word);
}

const distinctMin = 5;
/** Minimum number of characters that do not follow from the preceding ones. */
const unforeseenMin = 6;

/** Whether the text is a shorter text repeated. */
function isRepeated(text: readonly string[]): boolean {
  for (let period = 1; period <= text.length / 2; period += 1)
    if (text.every((each, index) => index < period || each === text[index - period])) return true;
  return false;
}

/**
 * Number of characters that do not continue a run of three: repeated, consecutive, or adjacent
 * keys.
 */
function unforeseen(text: readonly string[]): number {
  return text.filter((each, index) => {
    const [first, second] = [text[index - 2], text[index - 1]];
    return first === undefined || second === undefined || !isRun(first, second, each);
  }).length;
}

function isRun(first: string, second: string, third: string): boolean {
  const step = second.codePointAt(0)! - first.codePointAt(0)!;
  if (Math.abs(step) <= 1 && third.codePointAt(0)! - second.codePointAt(0)! === step) return true;
  return keyboards.some((keys) => keys.includes(first + second + third));
}

/** Keyboard rows, and the paths of fingers over them in both directions. */
const keyboards = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1234567890',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
].flatMap((keys) => [keys, [...keys].toReversed().join('')]);

let common: Promise<ReadonlySet<string>> | undefined;

/** Loaded on first use: most nodes rarely need it. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set((dictionary['passwords-common'] ?? []) as string[]),
  );
  return common;
}
