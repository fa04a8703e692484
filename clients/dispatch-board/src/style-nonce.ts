/**
 * The page's policy allows only style elements with the nonce of this answer. Ant Design adds it to
 * its own. A library below it creates style elements without a nonce, to lock scrolling behind a
 * dialog. So every new style element gets the nonce.
 */
export const styleNonce =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const create = document.createElement.bind(document);
document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = styleNonce;
  return element;
};
