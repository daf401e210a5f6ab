import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { buttonClass } from './button';

/** A link that the browser itself takes, or what fetches the file. */
export type Download = { name: string } & ({ href: string } | { fetch: () => void });

type Props = {
  label: string;
  children: ReactNode;
  files: readonly Download[];
  disabled?: boolean;
};

const look =
  'flex min-h-11 cursor-pointer items-center rounded-xl px-3 outline-none data-[highlighted]:bg-surface-2';

/** A button that offers files. */
export function DownloadMenu({ label, children, files, disabled = false }: Props) {
  return (
    <Base.Root>
      <Base.Trigger disabled={disabled} className={buttonClass()}>
        {children}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={4} className="z-40">
          <Base.Popup
            aria-label={label}
            data-shortcuts="off"
            className="min-w-48 rounded-2xl bg-surface p-1.5 shadow-float outline-none"
          >
            {files.map((file) =>
              'href' in file ? (
                <Base.LinkItem
                  key={file.name}
                  href={file.href}
                  download
                  closeOnClick
                  className={look}
                >
                  {file.name}
                </Base.LinkItem>
              ) : (
                <Base.Item key={file.name} onClick={file.fetch} className={look}>
                  {file.name}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
