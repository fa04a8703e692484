import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../../modules.ts';
import { clone } from '../../run/workspace.ts';
import type { TestPlatform } from '../test-platform.ts';

/** People and places on one side of a boundary, by their names in `fixtures.ts`. */
export interface Side {
  readonly administrator: string;
  readonly dispatcher: string;
  readonly elder: string;
  readonly volunteer: string;
  readonly team: string;
  readonly kind: string;
}

/**
 * Rows of a module on the sides of the boundaries, in `api/<module>/isolation.fixture.ts`. Modules
 * take their turn in dependency order. A noun without a row behind a boundary fails
 * `api/tenant-isolation.test.ts`.
 */
export interface IsolationFixture {
  /** What no mutation creates, before all rows. */
  prepare?(platform: TestPlatform): Promise<void>;
  /** Rows of a foundation; `side` is one of its sides. */
  seedFoundation?(platform: TestPlatform, side: Side): Promise<void>;
  /** Rows of a community. */
  seedSide?(platform: TestPlatform, side: Side): Promise<void>;
  /** What needs the rows of all modules. */
  finish?(platform: TestPlatform): Promise<void>;
}

const sideOf = (community: string, foundation: string, team: string): Side => ({
  administrator: `admin@${foundation}`,
  dispatcher: `dispatcher@${community}`,
  elder: `elder@${community}`,
  volunteer: `volunteer@${community}`,
  team,
  kind: `companionship@${foundation}`,
});

const foundations = [
  sideOf('shiyuan', 'yigong80', 'jieduo'),
  sideOf('xinxian', 'sicheng', 'qingman'),
];
const sides = [...foundations, sideOf('dafangjia', 'sicheng', 'yuanfang')];

/** Creates something of every noun on each side. */
export async function seedIsolationFixtures(platform: TestPlatform): Promise<void> {
  const all = await fixturesOfModules();
  for (const each of all) await each.prepare?.(platform);
  for (const each of all)
    for (const side of foundations) await each.seedFoundation?.(platform, side);
  for (const each of all) for (const side of sides) await each.seedSide?.(platform, side);
  for (const each of all) await each.finish?.(platform);
}

async function fixturesOfModules(): Promise<IsolationFixture[]> {
  const found: IsolationFixture[] = [];
  for (const { name } of modules) {
    if (!existsSync(join(clone.root, 'api', name, 'isolation.fixture.ts'))) continue;
    const loaded = (await import(`../../${name}/isolation.fixture.ts`)) as {
      isolationFixture: IsolationFixture;
    };
    found.push(loaded.isolationFixture);
  }
  return found;
}
