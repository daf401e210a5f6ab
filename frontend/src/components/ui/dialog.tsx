import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { t } from './messages';

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Where the cursor goes when the dialog opens; else the first thing that can have it. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** A question that must be answered: no cross, and a click outside does nothing. */
  modalOnly?: boolean;
  size?: 'sheet' | 'small';
};

/** A dialog in the middle; a whole-height sheet on phones. Traps focus, closes on Esc. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  initialFocus,
  modalOnly = false,
  size = 'sheet',
}: Props) {
  const shape =
    size === 'sheet'
      ? 'inset-0 rounded-none sm:inset-auto sm:top-1/2 sm:left-1/2 sm:max-h-[min(90dvh,48rem)] sm:w-[28rem] sm:rounded-2xl sm:[translate:-50%_-50%]'
      : 'inset-x-4 bottom-4 mx-auto max-w-[26rem] rounded-2xl sm:top-1/2 sm:bottom-auto sm:[translate:0_-50%]';
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={modalOnly}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="dialog-backdrop fixed inset-0 z-50 bg-[var(--backdrop)]" />
        <Base.Popup
          data-shortcuts="off"
          {...(initialFocus ? { initialFocus } : {})}
          className={`dialog-popup fixed z-50 flex scroll-pb-24 flex-col overflow-y-auto bg-surface shadow-float ${shape}`}
        >
          <div className="flex items-center justify-between gap-4 ps-6 pe-3 pt-4">
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            {modalOnly ? (
              <span className="size-11" />
            ) : (
              <Base.Close
                aria-label={t('ui.close')}
                className="grid size-11 place-items-center rounded-xl text-text-2 hover:bg-surface-2"
              >
                <X size={20} aria-hidden="true" />
              </Base.Close>
            )}
          </div>
          <div className="flex flex-1 flex-col px-6 pt-2 pb-6">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
