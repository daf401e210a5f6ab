import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Ellipsis, Plus } from 'lucide-react';
import { Popover, popoverItem } from '@/components/ui/popover';
import { SessionEnded } from '@/features/session/components/session-ended';
import { t } from '../messages';
import { Commands } from './commands';
import { places, type Place } from './nav';
import { UserMenu } from './user-menu';

const Offline = lazy(async () => {
  const { Offline: component } = await import('./offline');
  return { default: component };
});

function SideLink({ place: { to, name, Icon } }: { place: Place }) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      title={name()}
      className="flex min-h-11 items-center justify-center gap-3 rounded-xl px-3 text-text-2 hover:bg-surface-2 hover:text-text lg:justify-start [&[aria-current=page]]:bg-accent-soft [&[aria-current=page]]:font-semibold [&[aria-current=page]]:text-accent"
    >
      <Icon size={20} aria-hidden="true" />
      <span className="max-lg:sr-only">{name()}</span>
    </Link>
  );
}

const bottomItem =
  'grid min-h-14 content-center justify-items-center gap-0.5 text-[0.6875rem] text-text-2';

function BottomLink({ place: { to, name, Icon } }: { place: Place }) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className={`${bottomItem} flex-1 [&[aria-current=page]]:font-semibold [&[aria-current=page]]:text-accent`}
    >
      <Icon size={22} aria-hidden="true" />
      {name()}
    </Link>
  );
}

/** The places that have no room at the lower edge. */
function More() {
  const here = useLocation({ select: ({ pathname }) => pathname });
  const rest = places.filter(({ main }) => !main);
  const inside = rest.some(({ to }) => here === to || here.startsWith(`${to}/`));
  return (
    <div className="grid flex-1">
      <Popover
        place="inset-x-2 bottom-[calc(4rem+env(safe-area-inset-bottom))]"
        look={`${bottomItem} ${inside ? 'font-semibold text-accent' : ''}`}
        trigger={
          <>
            <Ellipsis size={22} aria-hidden="true" />
            {t('app.nav.more')}
          </>
        }
      >
        <ul className="grid grid-cols-2 gap-1">
          {rest.map(({ to, name, Icon }) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ includeSearch: false }}
                className={`${popoverItem} [&[aria-current=page]]:bg-accent-soft [&[aria-current=page]]:font-semibold [&[aria-current=page]]:text-accent`}
              >
                <Icon size={18} aria-hidden="true" className="shrink-0" />
                {name()}
              </Link>
            </li>
          ))}
        </ul>
      </Popover>
    </div>
  );
}

/** What stands around every page: ways to go, the way to add, who is signed in. */
export function Shell() {
  const [first, second, ...others] = places.filter(({ main }) => main);
  return (
    <div className="isolate flex min-h-dvh">
      <a
        href="#main"
        className="fixed start-2 top-2 z-60 -translate-y-20 rounded-xl bg-accent px-4 py-3 font-medium text-on-accent focus:translate-y-0"
      >
        {t('app.skip')}
      </a>
      <header className="sticky top-0 z-30 flex h-dvh w-18 shrink-0 flex-col gap-6 border-e border-line bg-bg px-3 py-5 max-sm:hidden lg:w-60 lg:px-4">
        <Link to="/" className="flex items-center justify-center gap-3 lg:justify-start lg:px-1">
          <img src="/icon.svg" alt="" width="36" height="36" />
          <span className="text-base font-semibold tracking-tight whitespace-nowrap max-lg:sr-only">
            {t('app.name')}
          </span>
        </Link>
        <Link
          to="/expenses/new"
          title={t('app.add')}
          className="flex min-h-11 items-center justify-center gap-2 rounded-xl bg-accent font-medium text-on-accent hover:bg-accent-strong"
        >
          <Plus size={20} aria-hidden="true" />
          <span className="max-lg:sr-only">{t('app.add')}</span>
        </Link>
        <nav aria-label={t('app.nav')} className="-mx-1 grid min-h-0 gap-1 overflow-y-auto p-1">
          {places.map((place) => (
            <SideLink key={place.to} place={place} />
          ))}
        </nav>
        <div className="mt-auto">
          <UserMenu />
        </div>
      </header>
      <main id="main" className="min-w-0 flex-1">
        <Suspense>
          <Offline />
        </Suspense>
        <div className="flex justify-end px-4 pt-3 sm:hidden print:hidden">
          <div className="w-auto">
            <UserMenu compact />
          </div>
        </div>
        <Outlet />
      </main>
      <nav
        aria-label={t('app.nav')}
        className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        {[first, second].map((place) =>
          place ? <BottomLink key={place.to} place={place} /> : null,
        )}
        <Link to="/expenses/new" aria-label={t('app.add')} className="grid w-16 place-items-center">
          <span className="grid size-12 place-items-center rounded-2xl bg-accent text-on-accent shadow-float">
            <Plus size={24} aria-hidden="true" />
          </span>
        </Link>
        {others.map((place) => (
          <BottomLink key={place.to} place={place} />
        ))}
        <More />
      </nav>
      <Commands />
      <SessionEnded />
    </div>
  );
}
