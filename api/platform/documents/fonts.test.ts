import { once } from 'node:events';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import PdfDocument from 'pdfkit';
import { charactersWithoutGlyph, fontRuns } from './fonts.ts';
import { renderPdf } from './pdf.ts';

/** Names in the scripts of the registers. */
const names = {
  Han: '王秀英',
  'a Han character of Extension B': '𠮷田一郎',
  'Han characters of Extension C and E': '𫗧𬱖',
  Hangul: '김순희',
  Tibetan: 'བསོད་ནམས',
  Uyghur: 'ئايگۈل تۇرسۇن',
  Yi: 'ꀊꀋ',
  Mongolian: 'ᠮᠣᠩᠭᠣᠯ',
  Latin: 'Müller-Łukasz',
  Cyrillic: 'Иванов',
};

/** Counts empty boxes in a PDF. Texts are written as glyph numbers, and glyph 0 is the box. */
function boxesIn(pdf: Buffer): number {
  let boxes = 0;
  for (let at = 0; (at = pdf.indexOf('stream', at)) >= 0; at += 6) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue;
    const from = at + (pdf[at + 6] === 13 ? 8 : 7);
    let text = '';
    try {
      text = inflateSync(pdf.subarray(from, pdf.indexOf('endstream', from))).toString('latin1');
    } catch {
      // Not a compressed stream, so not a page.
    }
    if (!/\bBT\b/.test(text)) continue;
    for (const [, hex = ''] of text.matchAll(/<([0-9a-f]+)>/g))
      boxes += (hex.match(/.{4}/g) ?? []).filter((glyph) => glyph === '0000').length;
  }
  return boxes;
}

describe('every name is printed without an empty box', () => {
  test.each(Object.entries(names))(
    'the PDF has a glyph for each character of %s',
    async (_, name) => {
      expect(charactersWithoutGlyph(name)).toEqual([]);
      expect(
        boxesIn(await renderPdf({ content: [{ text: name }, { table: { body: [[name, 'x']] } }] })),
      ).toBe(0);
    },
  );

  // Control: the count finds the boxes of a font that has none of the characters.
  test('the count finds the boxes of a font without the characters', async () => {
    const font = createRequire(import.meta.url).resolve(
      '@expo-google-fonts/noto-sans-yi/400Regular/NotoSansYi_400Regular.ttf',
    );
    const document = new PdfDocument({ font });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => void chunks.push(chunk));
    document.text('王秀英');
    document.end();
    await once(document, 'end');
    expect(boxesIn(Buffer.concat(chunks))).toBe(3);
  });
});

test('a character that no font has is reported, and printed as its number', () => {
  expect(charactersWithoutGlyph('李😀强😀')).toEqual(['😀']);
  expect(fontRuns('李😀')).toEqual([{ text: '李〔U+1F600〕', font: 'NotoSansSC' }]);
});

test('the words of a right-to-left name stay together, so that their order holds', () => {
  expect(fontRuns('ئايگۈل تۇرسۇن')).toEqual([
    { text: 'ئايگۈل\u00A0تۇرسۇن', font: 'NotoSansArabic' },
  ]);
});
