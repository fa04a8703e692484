import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';
import subsetFont from 'subset-font';

/**
 * Fonts for documents. Names come in many scripts, and a character without a glyph would print as
 * an empty box. So each character is set in the first font that has it. Code that issues a document
 * calls `charactersWithoutGlyph` first.
 */
export interface FontFile {
  /** Name by which a document refers to it. */
  readonly name: string;
  readonly path: string;
  readonly boldPath: string;
}

/** Text in one font. */
export interface FontRun {
  readonly text: string;
  readonly font: string;
}

/**
 * Splits a text into runs, each in a font that has its characters. A character that no font has is
 * written as 〔U+1F600〕.
 */
export function fontRuns(text: string): FontRun[] {
  const runs: { text: string; font: string }[] = [];
  for (const character of characters(text)) {
    const found = fontOf(character);
    const font = found?.name ?? mainFont.name;
    const shown = found ? character : `〔${codePointOf(character)}〕`;
    const last = runs.at(-1);
    if (last?.font === font) last.text += shown;
    else if (last && isJoining(character) && last.font === rightToLeft) last.text += shown;
    else runs.push({ text: shown, font });
  }
  // A line breaker would set the words of a right-to-left name from left to right.
  return runs.map((run) =>
    run.font === rightToLeft ? { ...run, text: run.text.replaceAll(' ', '\u00A0') } : run,
  );
}

/** Characters of a text that no font covers, each once. */
export function charactersWithoutGlyph(text: string): string[] {
  return [...new Set(characters(text).filter((character) => !fontOf(character)))];
}

/** `U+20BB7`, for a message about a character that may not be displayable. */
export function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** All fonts that a document may use. No other file is read. */
export function fontFiles(): readonly FontFile[] {
  return [...fixedFonts, ...rareHanFonts().map(({ file }) => file)];
}

/**
 * Converts a font that the PDF library cannot use from its file; null for the others. It embeds no
 * WOFF2, so such a font is reduced to `text` as TrueType. Its font library cannot read reverse
 * chaining substitutions.
 */
export async function adaptedFont({ path }: FontFile, text: string): Promise<Buffer | null> {
  if (path.endsWith('.woff2'))
    return subsetFont(readFileSync(path), text, { targetFormat: 'truetype' });
  return path === mongolian.path ? withoutReverseChaining(readFileSync(path)) : null;
}

const find = createRequire(import.meta.url).resolve;

function fontFile(name: string, path: string, boldPath = path): FontFile {
  return { name, path: find(path), boldPath: find(boldPath) };
}

const googleFonts = '@expo-google-fonts';
const mainFont = fontFile(
  'NotoSansSC',
  `${googleFonts}/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf`,
  `${googleFonts}/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf`,
);
const mongolian = fontFile(
  'NotoSansMongolian',
  `${googleFonts}/noto-sans-mongolian/400Regular/NotoSansMongolian_400Regular.ttf`,
);
/** Fonts for the scripts of names in the registers, in order of preference. */
const fixedFonts: readonly FontFile[] = [
  mainFont,
  fontFile('NanumGothic', `${googleFonts}/nanum-gothic/400Regular/NanumGothic_400Regular.ttf`),
  fontFile(
    'NotoSerifTibetan',
    `${googleFonts}/noto-serif-tibetan/400Regular/NotoSerifTibetan_400Regular.ttf`,
  ),
  fontFile(
    'NotoSansArabic',
    `${googleFonts}/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf`,
  ),
  fontFile('NotoSansYi', `${googleFonts}/noto-sans-yi/400Regular/NotoSansYi_400Regular.ttf`),
  mongolian,
];
/** Uyghur and Kazakh. */
const rightToLeft = 'NotoSansArabic';

interface RareHanFont {
  readonly file: FontFile;
  readonly ranges: readonly (readonly [number, number])[];
}

/**
 * HanaMin has the Han characters of Extension A to F, split into files by range. Its style sheet
 * lists the ranges.
 */
function rareHanFonts(): readonly RareHanFont[] {
  if (rareHan) return rareHan;
  const sheetPath = find('hanamin/HanaMin.css');
  const rules = readFileSync(sheetPath, 'utf8').matchAll(
    /url\((HanaMin[AB]\.CJK-[\w-]*Ideographs[\w-]*)\.woff2\)[^;]*;\s*unicode-range: ([^;]+);/g,
  );
  rareHan = [...rules].map(([, name = '', ranges = '']) => {
    const path = join(dirname(sheetPath), `${name}.woff2`);
    return { file: { name, path, boldPath: path }, ranges: ranges.split(',').map(rangeOf) };
  });
  return rareHan;
}
let rareHan: readonly RareHanFont[] | null = null;

/** `U+20000-203ff` or `U+20000`. */
function rangeOf(text: string): readonly [number, number] {
  const [from = '', to = from] = text.trim().slice(2).split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}

const fontByCharacter = new Map<string, FontFile | null>();

function fontOf(character: string): FontFile | null {
  let font = fontByCharacter.get(character);
  if (font === undefined) {
    font = findFont(character);
    // Far more than the characters of all names. Random text must not fill the memory.
    if (fontByCharacter.size < 50_000) fontByCharacter.set(character, font);
  }
  return font;
}

function findFont(character: string): FontFile | null {
  const codePoint = character.codePointAt(0) ?? 0;
  if (isInvisible(character)) return mainFont;
  const rare = rareHanFonts().filter(({ ranges }) =>
    ranges.some(([from, to]) => codePoint >= from && codePoint <= to),
  );
  return (
    [...fixedFonts, ...rare.map(({ file }) => file)].find((file) => covers(file, codePoint)) ?? null
  );
}

const coverage = new Map<string, ReadonlySet<number>>();

function covers({ path }: FontFile, codePoint: number): boolean {
  let covered = coverage.get(path);
  if (!covered) {
    covered = new Set((create(readFileSync(path)) as Font).characterSet);
    coverage.set(path, covered);
  }
  return covered.has(codePoint);
}

/**
 * Removes the lookups of type 8 from the table GSUB (OpenType 1.9): fontkit 2.0.4 fails on them. In
 * Noto Sans Mongolian they refine forms by the following letter; the joining of letters is in other
 * lookups.
 */
function withoutReverseChaining(font: Buffer): Buffer {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const gsub = tables.find((at) => font.toString('latin1', at, at + 4) === 'GSUB');
  if (gsub === undefined) return font;
  const start = font.readUInt32BE(gsub + 8);
  const list = start + font.readUInt16BE(start + 8);
  for (let index = 0; index < font.readUInt16BE(list); index += 1) {
    const lookup = list + font.readUInt16BE(list + 2 + index * 2);
    if (font.readUInt16BE(lookup) === 8) font.writeUInt16BE(0, lookup + 4);
  }
  return font;
}

function characters(text: string): string[] {
  return [...text];
}

/** Characters without a width of their own: joiners, variation selectors, line breaks. */
function isInvisible(character: string): boolean {
  return /[\n\r\t\u200B-\u200F\u2028\u2029\u2060]|\p{Variation_Selector}/u.test(character);
}

/** Blanks and joiners inside a right-to-left name belong to it. */
function isJoining(character: string): boolean {
  return /[ \u00A0\u200C\u200D]/.test(character);
}
