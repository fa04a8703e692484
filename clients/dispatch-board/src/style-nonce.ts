/**
 * The page's policy lets only those style elements in that carry the nonce of this answer. Ant
 * Design puts it on its own; a library below it, which stops the page from scrolling behind a
 * dialog, makes style elements and knows of no nonce. So every new one gets it.
 */
export const styleNonce =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const create = document.createElement.bind(document);
document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = styleNonce;
  return element;
};
