import type { TestPlatform } from './test-platform.ts';

/** A browser without scripts: follows links and redirects, fills in forms, keeps cookies. */
export class FormBrowser {
  private readonly cookies = new Map<string, { value: string; path: string }>();
  /** The current page. */
  page = { url: '', status: 0, text: '', headers: new Headers() };
  /** Target of the last redirect. Targets outside the platform are recorded but not followed. */
  leftFor: URL | null = null;

  constructor(
    private readonly platform: Pick<TestPlatform, 'url' | 'settings'>,
    private readonly headers: Record<string, string> = {},
  ) {}

  /** Opens an address of the platform and follows its redirects. */
  async goTo(address: string, init: RequestInit = {}): Promise<this> {
    const { publicUrl } = this.platform.settings;
    const url = new URL(address, this.page.url || publicUrl);
    const response = await fetch(url.href.replace(publicUrl, this.platform.url), {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        'accept-language': 'en',
        ...this.headers,
        ...Object.fromEntries(new Headers(init.headers)),
        cookie: this.cookiesFor(url.pathname),
      },
    });
    this.keepCookies(response);
    const location = response.headers.get('location');
    if (location) {
      await response.body?.cancel();
      this.page.url = url.href;
      const next = new URL(location, url);
      this.leftFor = next;
      return next.origin === publicUrl ? this.goTo(next.href) : this;
    }
    this.page = {
      url: url.href,
      status: response.status,
      text: await response.text(),
      headers: response.headers,
    };
    return this;
  }

  /**
   * Submits the form whose action ends with `action`, with its hidden fields and the typed values.
   */
  async send(action: string, typed: Record<string, string> = {}): Promise<this> {
    const target = new RegExp(`action="([^"]*/${action})"`).exec(this.page.text)?.[1];
    if (!target) throw new Error(`The page has no form that goes to ${action}:\n${this.page.text}`);
    const hidden = [
      ...this.page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"\s*\/?>/g),
    ];
    const body = new URLSearchParams({
      ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])),
      ...typed,
    });
    return this.goTo(target, { method: 'POST', body });
  }

  /** A copy of the browser with the same page. */
  twin(): FormBrowser {
    const twin = new FormBrowser(this.platform, this.headers);
    twin.page = { ...this.page };
    for (const [name, cookie] of this.cookies) twin.cookies.set(name, cookie);
    return twin;
  }

  private cookiesFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  private keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      const path = attributes.find((each) => each.startsWith('path='))?.slice(5) ?? '/';
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, { value, path });
    }
  }
}
