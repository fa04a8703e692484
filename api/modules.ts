import 'reflect-metadata';
import { communitiesModule } from './communities/communities.module.ts';
import { identityModule } from './identity/identity.module.ts';
import { certificationModule } from './certification/certification.module.ts';
import { impactModule } from './impact/impact.module.ts';
import { peopleModule } from './people/people.module.ts';
import type { Module } from './platform/module/module.ts';
import { platformModule } from './platform/module/platform.module.ts';
import { requestsModule } from './requests/requests.module.ts';
import { timebankModule } from './timebank/timebank.module.ts';

/**
 * The modules in dependency order: each may import only from earlier ones. `api/tidy.test.ts`
 * enforces this.
 */
export const modules: readonly Module[] = [
  platformModule,
  identityModule,
  communitiesModule,
  peopleModule,
  timebankModule,
  requestsModule,
  certificationModule,
  impactModule,
];
