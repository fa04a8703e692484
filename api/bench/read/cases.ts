import { board } from './cases/board.ts';
import { community } from './cases/community.ts';
import { me } from './cases/me.ts';
import { request } from './cases/request.ts';
import type { Case } from './cases/case.ts';

export const cases: Record<string, Case> = { board, community, request, me };
