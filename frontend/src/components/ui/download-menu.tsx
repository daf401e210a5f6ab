import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { buttonClass } from './button';

export type Download = { name: string; href: string };

/** A button that offers files; each is a plain link, so the browser itself takes it. */
export function DownloadMenu({
  label,
  children,
  files,
}: {
  label: string;
  children: ReactNode;
  files: readonly Download[];
}) {
  return (
    <Base.Root>
      <Base.Trigger className={buttonClass()}>{children}</Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={4} className="z-40">
          <Base.Popup
            aria-label={label}
            data-shortcuts="off"
            className="min-w-48 rounded-2xl bg-surface p-1.5 shadow-float outline-none"
          >
            {files.map(({ name, href }) => (
              <Base.LinkItem
                key={href}
                href={href}
                download
                closeOnClick
                className="flex min-h-11 items-center rounded-xl px-3 outline-none data-[highlighted]:bg-surface-2"
              >
                {name}
              </Base.LinkItem>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
