import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printExecutableGraphQLDocument } from '@graphql-tools/documents';
import { type DocumentNode, type GraphQLError, parse } from 'graphql';
import { z } from 'zod';
import { protocolError } from '../common/errors.ts';

/**
 * Trusted documents: operations that an app has registered. Anybody may send the id of such a
 * document instead of its text. A token of an app with a list can run nothing else, so a stolen one
 * cannot explore the API.
 */
export class TrustedDocuments {
  private readonly texts = new Map<string, string>();
  private readonly shapesByApp = new Map<string, ReadonlySet<string>>();

  /**
   * Reads `<app>/client.json` and, if that names documents, `<app>/trusted-documents.json`. Throws
   * when the latter is missing or invalid.
   */
  static read(directory: string): TrustedDocuments {
    const trusted = new TrustedDocuments();
    if (!existsSync(directory)) return trusted;
    for (const path of globSync('*/client.json', { cwd: directory })) {
      const { id, trustedDocuments } = manifestShape.parse(
        JSON.parse(readFileSync(join(directory, path), 'utf8')),
      );
      if (trustedDocuments) trusted.add(id, textsIn(join(directory, path, '..', builtName)));
    }
    return trusted;
  }

  /**
   * Text of the document with that id (`sha256:` and 64 hexadecimal digits). Throws
   * DOCUMENT_UNKNOWN.
   */
  textOf(id: string): string {
    const text = this.texts.get(id);
    if (text === undefined) {
      throw protocolError('DOCUMENT_UNKNOWN', 400);
    }
    return text;
  }

  /** Reason why the app may not run the document. Null when it may, or has no list. */
  refusal(appId: string | null | undefined, document: DocumentNode): GraphQLError | null {
    const shapes = appId && this.shapesByApp.get(appId);
    if (!shapes || shapes.has(shapeOf(document))) return null;
    return protocolError('DOCUMENT_NOT_TRUSTED', 403, { app: appId });
  }

  private add(appId: string, texts: Record<string, string>): void {
    for (const [id, text] of Object.entries(texts)) this.texts.set(id, text);
    this.shapesByApp.set(appId, new Set(Object.values(texts).map((text) => shapeOf(parse(text)))));
  }
}

/** Name of an app's list in the build, whatever its source file. */
const builtName = 'trusted-documents.json';

const manifestShape = z.object({ id: z.string(), trustedDocuments: z.string().nullish() });
const listShape = z.record(z.string().regex(/^sha256:[0-9a-f]{64}$/), z.string());

function textsIn(path: string): Record<string, string> {
  if (!existsSync(path))
    throw new Error(`The list of trusted documents ${path} is missing: run npm run build.`);
  const texts = listShape.parse(JSON.parse(readFileSync(path, 'utf8')));
  for (const [id, text] of Object.entries(texts)) {
    if (id !== `sha256:${sha256(text)}`)
      throw new Error(`In ${path} the document ${id} does not match its id: run npm run build.`);
  }
  return texts;
}

const shapes = new WeakMap<DocumentNode, string>();

/**
 * Equal for documents that differ only in blanks, comments and order, since libraries print
 * documents differently.
 */
function shapeOf(document: DocumentNode): string {
  let shape = shapes.get(document);
  if (shape === undefined)
    shapes.set(document, (shape = sha256(printExecutableGraphQLDocument(document))));
  return shape;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
