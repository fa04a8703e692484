import type { Caller } from './caller.ts';

/** Accepts all pending invitations of an account, as its holder does after signing in. */
export async function acceptAll(caller: Caller): Promise<void> {
  for (;;) {
    const { me } = await caller.query('{ me { invitations { invitationId } } }');
    const [first] = me.invitations as { invitationId: string }[];
    if (!first) return;
    await caller.mutate('acceptInvitation', first, 'invitation { invitationId }');
  }
}
