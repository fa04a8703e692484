import { useEffect, useState } from 'react';

/** A dialog that is open, with where somebody was when it opened. */
interface OpenDialog {
  opener: Element | null;
  /** The dialog below it: where its opener is gone, that one's opener is the next best place. */
  below: OpenDialog | undefined;
  requestId: string | null;
}

const open: OpenDialog[] = [];

/** Whether some dialog lies over the board; keys belong to it then. */
export function isDialogOpen(): boolean {
  return open.length > 0;
}

/**
 * Called by whatever is mounted while a dialog is open: when it closes, focus goes back to where it
 * was. Where that place is gone, it goes to the request that the dialog was about, then to where
 * the dialog below was opened, then to the board. Never to the page as a whole, where whoever uses
 * a keyboard or a screen reader would start over.
 */
export function useDialogFocus(requestId: string | null = null): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    const dialog = { opener, requestId, below: open.at(-1) };
    open.push(dialog);
    return () => {
      open.splice(open.indexOf(dialog), 1);
      giveBack(dialog);
    };
    // The dialog stays the same from opening to closing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}

/** Focus goes to a card, or to the board when the card is not on it any more. */
export function focusCard(requestId: string): void {
  onceFocusIsLost(() => toCard(requestId));
}

let revealCard: (requestId: string) => boolean = () => false;

/** How a card is brought onto the screen that is not drawn; false when it is not on the board. */
export function revealCardsBy(reveal: (requestId: string) => boolean): () => void {
  revealCard = reveal;
  return () => (revealCard = () => false);
}

function toCard(requestId: string): void {
  if (focusOn(cardTitle(requestId))) return;
  const isComing = revealCard(requestId);
  focusOn(document.getElementById('lanes'));
  // Drawn with the next frame, and measured with the one after it.
  if (isComing)
    requestAnimationFrame(() => requestAnimationFrame(() => focusOn(cardTitle(requestId))));
}

function giveBack(dialog: OpenDialog): void {
  onceFocusIsLost(() => {
    for (let each: OpenDialog | undefined = dialog; each; each = each.below) {
      // The dialog below is still there, and this opener was a button in it that is gone.
      if (each !== dialog && open.includes(each)) return void focusOn(topDialog());
      if (focusOn(each.opener)) return;
      if (!isDialogOpen() && each.requestId) return toCard(each.requestId);
    }
    focusOn(isDialogOpen() ? topDialog() : document.getElementById('lanes'));
  });
}

/** After what React has still to remove, and unless another dialog has taken the focus by then. */
function onceFocusIsLost(place: () => void): void {
  setTimeout(() => {
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body && isShown(activeElement)) return;
    place();
  });
}

function cardTitle(requestId: string): Element | null {
  return document.querySelector(`[data-request="${requestId}"] .card-title`);
}

function topDialog(): Element | null {
  return [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? null;
}

function focusOn(element: Element | null): boolean {
  if (!(element instanceof HTMLElement) || element === document.body || !isShown(element))
    return false;
  element.focus();
  if (document.activeElement === element) return true;
  // A dialog may take no focus itself, and what is in it does.
  const inside = element.matches('[role="dialog"]')
    ? element.querySelectorAll<HTMLElement>('button, input, a[href]')
    : [];
  for (const each of inside) {
    each.focus();
    if (document.activeElement === each) return true;
  }
  return false;
}

function isShown(element: Element): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}
