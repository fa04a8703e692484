import type * as DemoTokenModule from '../identity/demo-token.ts';
import type * as InvariantsModule from '../invariants.ts';
import type * as CheckModule from '../platform/database/invariants.ts';
import { built, clone, findRunning } from './workspace.ts';
import { runCommand, say } from './console.ts';
import { Refusal } from './command-error.ts';
import { playStory } from './story-play.ts';

/**
 * Plays the main job against the platform that runs from this clone, and tells each step. Ends with
 * 1 when a step fails.
 */
async function story(): Promise<void> {
  const running = await findRunning(clone);
  if (!running)
    throw new Refusal(
      'The platform is not running: start it with "npm start" in another terminal, then play the story again.',
    );
  if (!running.isDemo)
    throw new Refusal(
      'The story is played with the personas of the demonstration, and this is none (LINLI_DEMO=no).',
    );
  const { issueDemoToken } = await built<typeof DemoTokenModule>('api/identity/demo-token.js');
  const { invariants } = await built<typeof InvariantsModule>('api/invariants.js');
  const { checkInvariants } = await built<typeof CheckModule>(
    'api/platform/database/invariants.js',
  );
  let steps = 0;
  await playStory({
    url: running.url,
    language: /^zh/i.test(process.env.LC_ALL ?? process.env.LANG ?? '') ? 'zh' : 'en',
    say: (sentence) => say(`  ${(steps += 1)}. ${sentence}`),
    checkLedger: async () => {
      const results = await checkInvariants(running.databaseUrl, invariants);
      const broken = results.filter(({ breachCount }) => breachCount > 0);
      if (broken.length > 0)
        throw new Refusal(
          `The books are wrong: ${broken.map(({ name }) => name).join(', ')} (see "npm run ledger:check").`,
        );
      return `${results.length}/${results.length}`;
    },
    tokenOf: async (persona) => {
      const issued = await issueDemoToken(running.databaseUrl, running.publicUrl, persona);
      if (!issued)
        throw new Refusal(
          `The demo data have no ${persona}: run "npm run reset -- --yes", start again and play again.`,
        );
      return issued;
    },
  });
  say(`\nThe story is finished: ${steps} steps, all as they should be.`);
}

await runCommand(story);
