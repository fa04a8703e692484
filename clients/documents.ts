import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildSchema, type DocumentNode, parse } from 'graphql';

/** Files generated from a client's `.graphql` files, by name. */
export type GeneratedFiles = Record<'documents.generated.ts' | 'documents.generated.json', string>;

/**
 * Generates types for every document of a client against the schema, and the manifest of trusted
 * documents (SHA-256 of the text to the text). Throws when a document does not match the schema.
 */
export async function generateDocuments(
  sdl: string,
  sourceFolder: string,
): Promise<GeneratedFiles> {
  const documents = globSync('**/*.graphql', { cwd: sourceFolder })
    .toSorted()
    .map((location) => documentAt(sourceFolder, location));
  const schemaAst = buildSchema(sdl);
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: 'generated/',
    schema: parse(sdl),
    schemaAst,
    documents,
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      // Every scalar of the API is text in JSON.
      defaultScalarType: 'string',
    },
    presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
    plugins: [],
    pluginMap: {},
  });
  const contentOf = async (name: string): Promise<string> => {
    const options = outputs.find(({ filename }) => filename.endsWith(name));
    if (!options) throw new Error(`The generator made no ${name}.`);
    return codegen(options);
  };
  // In this order: writing the documents fills the manifest.
  const typed = await contentOf('/graphql.ts');
  return {
    'documents.generated.ts': `${typed.trimEnd()}\n`,
    'documents.generated.json': `${(await contentOf('/persisted-documents.json')).trimEnd()}\n`,
  };
}

function documentAt(
  folder: string,
  location: string,
): { location: string; document: DocumentNode; rawSDL: string } {
  const rawSDL = readFileSync(join(folder, location), 'utf8');
  return { location, document: parse(rawSDL), rawSDL };
}
