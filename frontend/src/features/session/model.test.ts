import { beforeEach, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from './api';
import { returnFor, safeReturn, signInError } from './model';
import { t } from './messages';
import { pointBack, sentences, showSignIn, showUnreachable } from './sign-in';
import { speak } from '@/lib/i18n/catalogue';
import { translation } from './messages.ar';

describe('the way back', () => {
  test.each([
    '//evil.test',
    '/\\evil.test',
    'https://evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    'javascript:alert(1)',
    '',
    null,
    '/api/auth/logout',
    '/sign-in?return=/x',
  ])('never leads to %j', (path) => {
    expect(safeReturn(path)).toBe('/');
  });
  test('leads to where somebody stood', () => {
    expect(returnFor('/expenses', '?q=tea')).toBe('/expenses?q=tea');
    expect(returnFor('/settings', '', '#account')).toBe('/settings#account');
    expect(returnFor('/sign-in', '?return=%2Freports')).toBe('/reports');
  });
});
test('every error code has a sentence, unknown ones too', () => {
  expect(signInError('')).toBeNull();
  expect(signInError('?error=expired')).toMatch(/took too long/);
  expect(signInError('?error=<script>')).toBe('Signing in didn’t work. Please try again.');
});

describe('the static page', () => {
  beforeEach(() => {
    const html = readFileSync(join(import.meta.dirname, '../../../index.html'), 'utf8');
    document.body.append(
      new DOMParser().parseFromString(html, 'text/html').querySelector('#root') ?? '',
    );
    return () => document.body.replaceChildren();
  });
  test('says in English what the catalogue says', () => {
    const said = [...document.querySelectorAll<HTMLElement>('[data-say]')].map((element) => [
      element.dataset['say'],
      element.textContent.trim().replaceAll(/\s+/g, ' '),
    ]);
    expect(said).toEqual(sentences.map((key) => [key, t(key)]));
  });
  test('speaks the language that was spoken here before', async () => {
    speak('ar', 'ar-EG', translation);
    showSignIn(await loadConfig(), at('/sign-in?error=expired'));
    expect(document.querySelector('h1')).toHaveTextContent('متتبع المصروفات');
    expect(document.querySelector('#sign-in-link')).toHaveTextContent(/^المتابعة عبر/);
    expect(document.querySelector('[role=alert]')).toHaveTextContent(/حاول مرة أخرى/);
    speak('en', 'en', {});
  });
  const at = (address: string) => new URL(address, 'http://localhost:8080') as unknown as Location;
  test('names the provider, keeps the way back and says what went wrong', async () => {
    showSignIn(await loadConfig(), at('/sign-in?error=access_denied&return=/reports'));
    const link = document.querySelector<HTMLAnchorElement>('#sign-in-link');
    expect(link).toHaveTextContent('Continue with Local sign-in');
    expect(link?.getAttribute('href')).toBe('/api/auth/login?return=%2Freports');
    expect(document.querySelector('[role=alert]')).toHaveTextContent('You chose not to sign in.');
    expect(document.title).toBe('Sign in · Expense Tracker');
  });
  test('keeps the way back before the server has answered', () => {
    pointBack(undefined, at('/settings?x=1#account'));
    expect(document.querySelector('#sign-in-link')?.getAttribute('href')).toBe(
      '/api/auth/login?return=%2Fsettings%3Fx%3D1%23account',
    );
  });
  test('a server that can’t be reached is not the same as being signed out', () => {
    let retried = false;
    window.localStorage.setItem('signed-in', '1');
    showUnreachable('We can’t reach the server.', () => (retried = true));
    document.querySelector<HTMLButtonElement>('button#sign-in-link')?.click();
    expect(retried).toBe(true);
    expect(window.localStorage.getItem('signed-in')).toBe('1');
  });
});
