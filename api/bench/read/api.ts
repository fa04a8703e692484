import { pathToFileURL } from 'node:url';
import type * as MainModule from '../../main.ts';
import type * as SettingsModule from '../../platform/config/settings.ts';

/**
 * One API node in a separate process, as in production. The argument is the folder of the build.
 */
const folder = process.argv[2] ?? '';
const { serve } = (await import(pathToFileURL(`${folder}/api/main.js`).href)) as typeof MainModule;
const { readSettings } = (await import(
  pathToFileURL(`${folder}/api/platform/settings.js`).href
)) as typeof SettingsModule;
// A regular exit on SIGTERM, so that a profile is written.
process.once('SIGTERM', () => process.exit(0));
await serve(readSettings(process.env));
// So that a profile (--cpu-prof) is written at the end.
process.once('SIGTERM', () => process.exit(0));
