import { readFileSync } from 'node:fs';
import { type Copy, DockerfileParser, type From, type JSONInstruction } from 'dockerfile-ast';

/** An instruction of a Dockerfile with its words, as docker/verify.sh runs it. */
export type Step = readonly [keyword: string, ...words: string[]];

/**
 * Parses a Dockerfile. Supports only the instructions of ours; others are errors, so that nothing
 * is skipped silently. FROM gives image and stage (`last` for an unnamed one). COPY gives one step
 * for each path: stage (`.` for the context), path, target.
 */
export function stepsOf(text: string): Step[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .flatMap((instruction): Step[] => {
      const keyword = instruction.getKeyword();
      const words = instruction.getArguments().map((argument) => argument.getValue());
      switch (keyword) {
        case 'FROM': {
          const from = instruction as From;
          return [[keyword, from.getImage() ?? '', from.getBuildStage() ?? 'last']];
        }
        case 'COPY': {
          const stage = (instruction as Copy).getFromFlag()?.getValue() ?? '.';
          const paths = words.filter((word) => !word.startsWith('--'));
          return paths.slice(0, -1).map((path) => [keyword, stage, path, paths.at(-1) ?? '']);
        }
        case 'ENV':
          return words.map((word) => [keyword, word]);
        case 'RUN':
          return [[keyword, (instruction.getRawArgumentsContent() ?? '').replace(/\\\n\s*/g, '')]];
        case 'CMD':
          return [
            [
              keyword,
              ...(instruction as JSONInstruction)
                .getJSONStrings()
                .map((each) => textOf(each.getValue())),
            ],
          ];
        case 'HEALTHCHECK':
          return [[keyword, ...wordsAfterCommand(instruction.getRawArgumentsContent() ?? '')]];
        case 'WORKDIR':
        case 'USER':
        case 'VOLUME':
        case 'EXPOSE':
          return [[keyword, ...words]];
        default:
          throw new Error(`dockerfile-steps.ts does not know ${keyword}: teach it what that does.`);
      }
    });
}

function wordsAfterCommand(text: string): string[] {
  return JSON.parse(/\bCMD\s+(\[[^]*\])\s*$/.exec(text)?.[1] ?? '[]') as string[];
}

function textOf(json: string): string {
  return JSON.parse(json) as string;
}

// For docker/verify.sh: one step a line, words separated by tabs.
if (import.meta.main) {
  for (const step of stepsOf(readFileSync(process.argv[2] ?? '', 'utf8')))
    process.stdout.write(`${step.join('\t')}\n`);
}
