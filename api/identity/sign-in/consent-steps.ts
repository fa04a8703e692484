import type { IdentityStore } from '../identity-store.ts';
import {
  chosenFrom,
  type FoundationChoice,
  foundationsOf,
  keepChoice,
} from './foundation-choice.ts';
import { apiResource, wordsOf } from './oidc-provider.ts';
import type { Invitations } from './invitations.ts';
import { consentPage, foundationPage, invitationPage, sentencePage } from './pages.ts';
import { finish, respond, type Step } from './step.ts';
import { accountOf } from './subject.ts';

/**
 * Second half of a sign-in: accepting offers, choosing the foundation, and consenting to the app.
 */
export class ConsentSteps {
  constructor(
    private readonly store: IdentityStore,
    private readonly invitations: Invitations,
  ) {}

  /** Shows the next question. One foundation, no offers and a first-party app need none. */
  async show(step: Step): Promise<void> {
    const offers = await this.invitations.to(accountIdOf(step));
    return offers.length > 0
      ? respond(step, invitationPage(step.scope, offers))
      : this.showFoundations(step);
  }

  /** Accepts, declines or postpones offers. */
  async answerInvitation(step: Step): Promise<void> {
    const { accept, decline } = step.visit.form;
    const offer = (await this.invitations.to(accountIdOf(step))).find(
      ({ id }) => id === (accept ?? decline),
    );
    if (!offer) return accept || decline ? this.show(step) : this.showFoundations(step);
    await this.invitations.answer(offer, accountIdOf(step), {
      isAccepted: accept !== undefined,
      appId: String(step.interaction.params['client_id']),
      operationId: step.interaction.uid,
    });
    return this.show(step);
  }

  private async showFoundations(step: Step): Promise<void> {
    const all = await this.foundations(step);
    const open = all.filter(({ isOpenToApp }) => isOpenToApp);
    const wanted = step.interaction.params['foundation'];
    const named = chosenFrom(open, wanted);
    if (typeof wanted === 'string' && !named)
      return finish(step, {
        error: 'invalid_target',
        error_description: 'no such foundation for this account and app',
      });
    if (named) return this.askForConsent(step, named);
    const [first, second] = open;
    // An account without a role, such as the head bank's operator, may sign in to first-party apps.
    if (!first) {
      if (all.length > 0) return respond(step, sentencePage(step.scope, 'notGranted'), 403);
      return (await this.isOwn(step))
        ? this.grant(step, null)
        : respond(step, sentencePage(step.scope, 'noFoundation'), 403);
    }
    if (second) return respond(step, foundationPage(step.scope, open));
    return this.askForConsent(step, first);
  }

  async chooseFoundation(step: Step): Promise<void> {
    const chosen = await this.chosen(step);
    return chosen ? this.askForConsent(step, chosen) : this.show(step);
  }

  async agree(step: Step): Promise<void> {
    const chosen = await this.chosen(step);
    return chosen ? this.grant(step, chosen) : this.show(step);
  }

  private async askForConsent(step: Step, foundation: FoundationChoice): Promise<void> {
    if (await this.isOwn(step)) return this.grant(step, foundation);
    const asked = wordsOf(step.interaction.params['scope']);
    await respond(step, consentPage(step.scope, { foundation, asked }));
  }

  private async chosen(step: Step): Promise<FoundationChoice | null> {
    const open = (await this.foundations(step)).filter(({ isOpenToApp }) => isOpenToApp);
    return open.find(({ id }) => id === step.visit.form['foundation']) ?? null;
  }

  private async foundations({ interaction }: Step): Promise<FoundationChoice[]> {
    return foundationsOf(
      this.store,
      accountOf(interaction.session?.accountId) ?? '',
      String(interaction.params['client_id']),
    );
  }

  private async isOwn({ provider, interaction }: Step): Promise<boolean> {
    const client = await provider.Client.find(String(interaction.params['client_id']));
    return client?.['linli_is_own'] === true;
  }

  private async grant(step: Step, foundation: FoundationChoice | null): Promise<void> {
    const { provider, interaction } = step;
    const accountId = interaction.session?.accountId;
    if (!accountId) throw new Error('A sign-in asks for consent before anybody has signed in.');
    const grant = new provider.Grant({
      accountId,
      clientId: String(interaction.params['client_id']),
    });
    const asked = wordsOf(interaction.params['scope']);
    grant.addOIDCScope(asked);
    grant.addResourceScope(apiResource, asked);
    const grantId = await grant.save();
    if (foundation) await keepChoice(this.store, grantId, foundation.id);
    await finish(step, { consent: { grantId } });
  }
}

function accountIdOf({ interaction }: Step): string {
  return accountOf(interaction.session?.accountId) ?? '';
}
