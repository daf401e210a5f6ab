import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { t } from './messages';
import { connectToasts, type Message } from './toast';

const manager = Base.createToastManager();

function put({ text, tone = 'plain', undo }: Message): () => void {
  const id: string = manager.add({
    title: text,
    type: tone,
    timeout: undo || tone === 'error' ? 10_000 : 5_000,
    priority: tone === 'error' ? 'high' : 'low',
    ...(undo ? { actionProps: { children: t('ui.undo'), onClick: undo } } : {}),
  });
  return () => manager.close(id);
}

/** Where there is room for several at once. */
const wide = '(min-width: 40rem)';
function onWidth(listener: () => void): () => void {
  const query = window.matchMedia(wide);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
const room = () => (window.matchMedia(wide).matches ? 3 : 1);

type Clock = { left: number; since: number | null };
/** What is left for a message that comes back: enough to be read. */
const least = 3_000;

/** Messages behind newer ones wait: their time stands still, and they come back with what is left. */
function useWaitingTime(toasts: readonly Base.Root.ToastObject[]): void {
  const clocks = useRef(new Map<string, Clock>());
  useEffect(() => {
    const before = clocks.current;
    clocks.current = new Map();
    for (const { id, limited = false, timeout = 0, transitionStatus } of toasts) {
      if (transitionStatus === 'ending') continue;
      const now = performance.now();
      const clock = before.get(id) ?? { left: timeout, since: now };
      clocks.current.set(id, clock);
      if (limited && clock.since !== null) {
        clock.left = Math.max(least, clock.left - (now - clock.since));
        clock.since = null;
        manager.update(id, { timeout: 0 });
      } else if (!limited && clock.since === null) {
        clock.since = now;
        manager.update(id, { timeout: clock.left });
      }
    }
  }, [toasts]);
}

function List() {
  const { toasts } = Base.useToastManager();
  useWaitingTime(toasts);
  const behind = toasts.filter((one) => one.limited && one.transitionStatus !== 'ending').length;
  const front = toasts.find((one) => one.transitionStatus !== 'ending');
  return toasts.map((one) => (
    <Base.Root
      key={one.id}
      toast={one}
      hidden={one.limited === true}
      swipeDirection={['down', 'right']}
      className="toast pointer-events-auto w-full rounded-2xl bg-text text-bg shadow-float"
    >
      <Base.Content className="flex items-center gap-2 py-2 ps-4 pe-2">
        <Base.Title className="flex-1 py-1.5 text-sm" />
        {one === front && behind > 0 ? (
          <span className="rounded-full bg-bg/20 px-2 py-0.5 text-xs font-medium">
            {t('ui.more-messages', { count: behind })}
          </span>
        ) : null}
        {one.actionProps ? (
          <Base.Action className="min-h-11 rounded-xl px-3 font-semibold underline underline-offset-4 hover:bg-bg/15 focus-visible:outline-bg" />
        ) : null}
        <Base.Close
          aria-label={t('ui.dismiss')}
          className="grid size-11 shrink-0 place-items-center rounded-xl hover:bg-bg/15 focus-visible:outline-bg"
        >
          <X size={18} aria-hidden="true" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

/** Where messages appear. F6 leads into it; pointing at or focusing one keeps it. */
export function ToastHost() {
  const limit = useSyncExternalStore(onWidth, room);
  // After the provider's own effect: the manager drops what it is given before that one listens.
  useEffect(() => connectToasts(put), []);
  return (
    <Base.Provider toastManager={manager} limit={limit}>
      <Base.Portal>
        <Base.Viewport className="pointer-events-none print:hidden fixed inset-x-4 bottom-24 z-60 mx-auto flex max-w-md flex-col gap-2 sm:bottom-6">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
