import type * as DemoTokenModule from '../identity/demo-token.ts';
import type * as InvariantsModule from '../invariants.ts';
import type * as CheckModule from '../platform/database/invariants.ts';
import { built, clone, findRunning } from './workspace.ts';
import { runCommand, say } from './console.ts';
import { Refusal } from './command-error.ts';
import { playStory } from './story-play.ts';

/**
 * Plays the main use case on the running platform of this clone, and prints each step. Exits with 1
 * when a step fails.
 */
async function story(): Promise<void> {
  const running = await findRunning(clone);
  if (!running)
    throw new Refusal(
      'The platform is not running: start it with "npm start" in another terminal, then play the story again.',
    );
  if (!running.isDemo)
    throw new Refusal(
      'The story needs the personas of a demonstration, and this platform is none (LINLI_DEMO=no): run "npm start" without LINLI_DEMO.',
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
          `Ledger invariants are violated: ${broken.map(({ name }) => name).join(', ')} (see "npm run ledger:check").`,
        );
      return `${results.length}/${results.length}`;
    },
    tokenOf: async (persona) => {
      const issued = await issueDemoToken(running.databaseUrl, running.publicUrl, persona);
      if (!issued)
        throw new Refusal(
          `The demo data has no ${persona}: run "npm run reset -- --yes", start the platform, then play the story again.`,
        );
      return issued;
    },
  });
  say(`\nThe story is finished: ${steps} steps, all as expected.`);
}

await runCommand(story);
