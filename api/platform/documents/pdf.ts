import { createRequire } from 'node:module';
import type * as PdfMake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { adaptedFont, fontFiles, type FontRun, fontRuns } from './fonts.ts';

const pdfmake = createRequire(import.meta.url)('pdfmake') as typeof PdfMake & {
  virtualfs: { writeFileSync(name: string, content: Buffer): void };
};
const mainFont = 'NotoSansSC';
let last: Promise<unknown> = Promise.resolve();

/**
 * Renders a PDF, one at a time: the fonts alone take some ten megabytes. Every text is set in fonts
 * that have its characters. No text can cause a fetch or a file read; only the fonts are read.
 */
export async function renderPdf({ content, ...definition }: TDocumentDefinitions): Promise<Buffer> {
  const runs: FontRun[] = [];
  const set = withFonts(content, runs) as Content;
  const made = last.then(async () => {
    await prepareFonts(runs);
    return pdfmake
      .createPdf({
        ...definition,
        defaultStyle: { font: mainFont, ...definition.defaultStyle },
        content: set,
      })
      .getBuffer();
  });
  last = made.catch(() => {});
  return made as Promise<Buffer>;
}

/** Registers the fonts of one document, and blocks all other file access. */
async function prepareFonts(runs: readonly FontRun[]): Promise<void> {
  const used = new Map<string, string>([[mainFont, '']]);
  for (const { font, text } of runs) used.set(font, (used.get(font) ?? '') + text);
  const paths = new Set<string>();
  for (const file of fontFiles()) {
    const text = used.get(file.name);
    if (text === undefined) continue;
    const adapted = await adaptedFont(file, text);
    const [normal, bold] = adapted ? [file.name, file.name] : [file.path, file.boldPath];
    if (adapted) pdfmake.virtualfs.writeFileSync(file.name, adapted);
    pdfmake.addFonts({ [file.name]: { normal, bold, italics: normal, bolditalics: bold } });
    paths.add(normal).add(bold);
  }
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path: string) => paths.has(path));
}

/** Keys of a node that hold further content in pdfmake. */
const nested = new Set(['text', 'stack', 'columns', 'ul', 'ol', 'table', 'body']);

function withFonts(content: unknown, used: FontRun[]): unknown {
  if (typeof content === 'string') return { text: runsOf(content, used) };
  if (Array.isArray(content)) return content.map((each) => withFonts(each, used));
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(
    Object.entries(content).map(([key, value]: [string, unknown]) => {
      if (key === 'text' && typeof value === 'string') return [key, runsOf(value, used)];
      return [key, nested.has(key) ? withFonts(value, used) : value];
    }),
  );
}

/** A text in one font stays a string. Most texts are, and tables have thousands of cells. */
function runsOf(text: string, used: FontRun[]): Content {
  const runs = fontRuns(text);
  const others = runs.filter(({ font }) => font !== mainFont);
  if (others.length === 0) return runs[0]?.text ?? '';
  used.push(...others);
  return runs.map((run) => ({ ...run }));
}
