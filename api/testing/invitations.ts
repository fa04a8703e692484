import type { Caller } from './caller.ts';

/** Accepts whatever foundations offer to somebody, as they would do on the page after signing in. */
export async function acceptAll(caller: Caller): Promise<void> {
  for (;;) {
    const { me } = await caller.ask('{ me { invitations { id } } }');
    const [first] = me.invitations as { id: string }[];
    if (!first) return;
    await caller.does('acceptInvitation', { invitationId: first.id }, 'invitation { id }');
  }
}
