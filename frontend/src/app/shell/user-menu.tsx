import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Keyboard, LogOut, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { Popover, popoverItem } from '@/components/ui/popover';
import { toast } from '@/components/ui/toast';
import { runCommand } from '@/lib/commands/registry';
import { explain } from '@/lib/problem';
import { sessionQuery } from '@/features/session/queries';
import { places } from './nav';
import { useSignOut } from './use-sign-out';
import { t } from '../messages';

function Avatar({ name, picture }: { name: string; picture: string | null }) {
  const [broken, setBroken] = useState(false);
  const initials = name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
  if (picture && !broken) {
    return (
      <img
        src={picture}
        alt=""
        onError={() => setBroken(true)}
        className="size-9 shrink-0 rounded-full object-cover"
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent"
    >
      {initials || '?'}
    </span>
  );
}

/** Who is signed in, and the way out. */
export function UserMenu({ compact = false }: { compact?: boolean }) {
  const {
    data: { user },
  } = useSuspenseQuery(sessionQuery);
  const out = useSignOut(user.id, (error) =>
    toast({ text: t('app.still-signed-in', { why: explain(error) }), tone: 'error' }),
  );
  const name = user.name || user.email || t('app.you');
  return (
    <>
      <Popover
        place={compact ? 'end-4 top-16 w-60' : 'start-3 bottom-20 w-60'}
        label={t('app.account', { name })}
        trigger={
          <>
            <Avatar name={name} picture={user.picture} />
            {compact ? null : (
              <span aria-hidden="true" className="truncate text-sm font-medium max-lg:hidden">
                {name}
              </span>
            )}
          </>
        }
      >
        <div className="px-3 py-2">
          <p className="font-medium">{name}</p>
          {user.email ? <p className="text-sm text-text-3">{user.email}</p> : null}
        </div>
        {places
          .filter(({ to }) => to === '/import' || to === '/trash' || to === '/settings')
          .map(({ to, name: label, Icon }) => (
            <Link key={to} to={to} className={popoverItem}>
              <Icon size={18} aria-hidden="true" />
              {label()}
            </Link>
          ))}
        <button type="button" className={popoverItem} onClick={() => runCommand('palette')}>
          <SquareTerminal size={18} aria-hidden="true" />
          {t('app.command.palette')}
        </button>
        <button type="button" className={popoverItem} onClick={() => runCommand('help')}>
          <Keyboard size={18} aria-hidden="true" />
          {t('app.shortcuts')}
        </button>
        <button type="button" className={popoverItem} onClick={() => void out.ask()}>
          <LogOut size={18} aria-hidden="true" />
          {t('app.sign-out')}
        </button>
      </Popover>
      {out.warning}
    </>
  );
}
