import type { FormInstance } from 'antd';
import { useEffect, useState } from 'react';

/** An open dialog, with the element that had the focus before. */
interface OpenDialog {
  opener: Element | null;
  /**
   * The dialog below it. If the opener is gone, the opener of that dialog is the next best target.
   */
  below: OpenDialog | undefined;
  requestId: string | null;
}

const open: OpenDialog[] = [];

/** Whether a dialog lies over the board. Then keys belong to the dialog. */
export function isDialogOpen(): boolean {
  return open.length > 0;
}

/**
 * Returns the focus when a dialog closes; call it in a component that is mounted while the dialog
 * is open. The focus goes to the element that had it before. If that is gone, it goes to the card
 * of the request, then to the opener of the dialog below, then to the board. It never goes to the
 * whole page, because users of a keyboard or a screen reader would have to start over.
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

/**
 * Focuses the first field of a dialog once it is open. `autoFocus` of a field does not work there:
 * the dialog is hidden when its fields are rendered, and its close button gets the focus.
 */
export function focusFirst(
  form: FormInstance,
  field: string | undefined,
): (isOpen: boolean) => void {
  return (isOpen) => {
    if (isOpen && field && form.getFieldInstance(field)) form.focusField(field);
  };
}

/** Focuses a card, or the board when the card is gone. */
export function focusCard(requestId: string): void {
  onceFocusIsLost(() => toCard(requestId));
}

let revealCard: (requestId: string) => boolean = () => false;

/** Registers how to scroll to a card that is not rendered; false when it is not on the board. */
export function revealCardsBy(reveal: (requestId: string) => boolean): () => void {
  revealCard = reveal;
  return () => (revealCard = () => false);
}

function toCard(requestId: string): void {
  if (focusOn(cardTitle(requestId))) return;
  const isComing = revealCard(requestId);
  focusOn(document.getElementById('lanes'));
  // Rendered with the next frame, and measured with the one after it.
  if (isComing)
    requestAnimationFrame(() => requestAnimationFrame(() => focusOn(cardTitle(requestId))));
}

function giveBack(dialog: OpenDialog): void {
  onceFocusIsLost(() => {
    for (let each: OpenDialog | undefined = dialog; each; each = each.below) {
      // The dialog below is still open, and its button that opened this one is gone.
      if (each !== dialog && open.includes(each)) return void focusOn(topDialog());
      if (focusOn(each.opener)) return;
      if (!isDialogOpen() && each.requestId) return toCard(each.requestId);
    }
    focusOn(isDialogOpen() ? topDialog() : document.getElementById('lanes'));
  });
}

/** Runs after React's removals, and only if no other dialog has taken the focus by then. */
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
  // A dialog may not be focusable itself, but its content is.
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
