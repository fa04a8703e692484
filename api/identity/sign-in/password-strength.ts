/**
 * Whether a password is guessed soon, whatever its length: digits alone (telephone numbers, birthdays), a few characters or one pattern
 * over and over, a run over the alphabet or the keyboard, or one of the 49,000 that lists of stolen passwords begin with, digits added
 * at its ends. Costs as much as reading it; estimators that weigh all ways to take a text apart hold up a node for a second.
 */
export async function isEasyToGuess(password: string): Promise<boolean> {
  const text = [...password.normalize('NFKC').toLowerCase()].filter((each) => !/\s/.test(each));
  if (text.every((each) => /[\p{N}\p{P}\p{S}]/u.test(each))) return true;
  if (new Set(text).size < distinctMin || isRepeated(text) || unforeseen(text) < unforeseenMin) return true;
  const word = text.join('').replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return (await commonPasswords()).has(word);
}

const distinctMin = 5;
/** So many characters must not follow from those before them. */
const unforeseenMin = 6;

/** Whether a shorter text was written twice or more. */
function isRepeated(text: readonly string[]): boolean {
  for (let period = 1; period <= text.length / 2; period += 1)
    if (text.every((each, index) => index < period || each === text[index - period])) return true;
  return false;
}

/** How many characters do not go on with a run of three: the same again, the next one, or the next key. */
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

/** Rows of keys and the ways in which fingers go over them, to and fro. */
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

/** Read when somebody first sets a password: most nodes need it seldom. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set((dictionary['passwords-common'] ?? []) as string[]),
  );
  return common;
}
