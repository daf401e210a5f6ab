import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { t } from './messages';
import { connectToasts } from './toast';

const manager = Base.createToastManager();

connectToasts(({ text, tone = 'plain', undo }) => {
  const id: string = manager.add({
    title: text,
    type: tone,
    timeout: undo || tone === 'error' ? 10_000 : 5_000,
    priority: tone === 'error' ? 'high' : 'low',
    ...(undo ? { actionProps: { children: t('ui.undo'), onClick: undo } } : {}),
  });
  return () => manager.close(id);
});

function List() {
  const { toasts } = Base.useToastManager();
  return toasts.map((one) => (
    <Base.Root
      key={one.id}
      toast={one}
      swipeDirection={['down', 'right']}
      className="toast pointer-events-auto w-full rounded-2xl bg-text text-bg shadow-float"
    >
      <Base.Content className="flex items-center gap-2 py-2 ps-4 pe-2">
        <Base.Title className="flex-1 py-1.5 text-sm" />
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
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className="pointer-events-none print:hidden fixed inset-x-4 bottom-24 z-60 mx-auto flex max-w-md flex-col gap-2 sm:bottom-6">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
