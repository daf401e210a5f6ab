// Sessions, API tokens and the account, as the real server answers them.
import type { FakeRequest } from './fake-api.ts';
import { instant, json, problem, type FakeAnswer } from './fake-data.ts';

export type FakeToken = { id: number; name: string; scope: string; last_used_at: string | null };
export type FakePlace = { id: number; browser: string | null; system: string | null };

const ok = (data: unknown, status = 200): FakeAnswer => ({ status, headers: {}, text: json(data) });
const refuse = (field: string, message: string) =>
  problem(422, 'invalid', message, [{ field, code: 'wrong', message }]);
const end = '2027-02-21T10:00:00.000000Z';

export class FakeAccount {
  /** The first one is the session that asks. */
  places: FakePlace[] = [
    { id: 1, browser: 'Firefox', system: 'Linux' },
    { id: 2, browser: 'Safari', system: 'iPhone' },
    { id: 3, browser: null, system: null },
  ];
  tokens: FakeToken[] = [];
  /** Signed in within the last ten minutes. */
  fresh = true;

  /** Undefined for requests that are about something else. */
  answer({ method, url, body }: FakeRequest): FakeAnswer | undefined {
    const path = new URL(url, 'http://localhost').pathname.replace(/^\/api/, '');
    const id = Number(path.split('/')[2]);
    const sent = (body ?? {}) as Record<string, string>;
    if (/^\/sessions(\/|$)/.test(path)) return this.#sessions(method, id);
    if (path.startsWith('/tokens')) return this.#tokens(method, id, sent);
    if (path === '/account' && method === 'DELETE') return this.#leave(sent);
    return undefined;
  }

  #sessions(method: string, id: number): FakeAnswer {
    if (method === 'GET') {
      return ok(
        this.places.map((place, index) => ({
          ...place,
          user_agent: place.browser ? 'Mozilla/5.0' : 'Backup/1.0',
          created_at: instant,
          last_used_at: instant,
          expires_at: end,
          current: index === 0,
        })),
      );
    }
    const before = this.places.length;
    this.places = this.places.filter((place, index) =>
      Number.isNaN(id) ? index === 0 : place.id !== id,
    );
    return ok({ count: before - this.places.length });
  }

  #tokens(method: string, id: number, sent: Record<string, string>): FakeAnswer {
    const shown = (token: FakeToken) => ({ ...token, created_at: instant, expires_at: end });
    if (method === 'GET') return ok(this.tokens.map(shown));
    if (method === 'DELETE') {
      this.tokens = this.tokens.filter((token) => token.id !== id);
      return ok({ message: 'Token revoked' });
    }
    const token = {
      id: this.tokens.length + 1,
      name: sent['name'] ?? '',
      scope: sent['scope'] ?? 'read',
      last_used_at: null,
    };
    if (token.name === 'refuse') {
      return refuse('name', 'Choose another name.');
    }
    this.tokens.unshift(token);
    return ok({ ...shown(token), token: `secret.of.${token.name}` }, 201);
  }

  #leave(sent: Record<string, string>): FakeAnswer {
    if (!this.fresh) {
      return problem(403, 'sign_in_again', 'For this, sign in once more.');
    }
    if (sent['confirm'] !== 'asha@example.com') {
      return refuse('confirm', 'Type asha@example.com to confirm.');
    }
    return ok({ deletes_at: end });
  }
}
