// The browser's storage may be full, switched off or cleared at any time: nothing here ever throws.

function guarded<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** What should outlive the tab: the theme, and that somebody is signed in (nothing secret). */
export const durable = {
  get: (key: string) => guarded(() => window.localStorage.getItem(key), null),
  set: (key: string, value: string) =>
    guarded(() => window.localStorage.setItem(key, value), undefined),
  remove: (key: string) => guarded(() => window.localStorage.removeItem(key), undefined),
  keys: () => guarded(() => Object.keys(window.localStorage), []),
};

const prefix = 'draft:';
const author = 'draft-author';

/** What somebody has typed and not yet saved; lives as long as the tab. */
export const drafts = {
  read: (name: string): unknown =>
    guarded(
      () => JSON.parse(window.sessionStorage.getItem(prefix + name) ?? 'null') as unknown,
      null,
    ),
  write: (name: string, value: unknown) =>
    guarded(() => window.sessionStorage.setItem(prefix + name, JSON.stringify(value)), undefined),
  remove: (name: string) =>
    guarded(() => window.sessionStorage.removeItem(prefix + name), undefined),
  clear: () =>
    guarded(() => {
      for (const key of Object.keys(window.sessionStorage)) {
        if (key.startsWith(prefix)) window.sessionStorage.removeItem(key);
      }
    }, undefined),
  /** Whose they are. Drafts of somebody else go. */
  belongTo: (user: number) =>
    guarded(() => {
      if (drafts.author() !== user) drafts.clear();
      window.sessionStorage.setItem(author, String(user));
    }, undefined),
  author: (): number => guarded(() => Number(window.sessionStorage.getItem(author)), 0),
};
