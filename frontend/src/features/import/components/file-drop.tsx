import { FileUp } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/states';
import { usePreferences } from '@/lib/preferences';
import type { Progress } from '../read-file';
import { t } from '../messages';

type Props = {
  busy: boolean;
  /** How far reading is, once it is known. */
  progress: Progress | null;
  problem: string | null;
  onFile: (file: File) => void;
  onCancel: () => void;
};

/** `3.2 MB` */
function inBytes(bytes: number, size: number, locale: string): string {
  const [unit, one] = size < 1_000_000 ? ['kilobyte', 1000] : ['megabyte', 1_000_000];
  const digits = size < 1_000_000 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: String(unit),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(bytes / Number(one));
}

function Reading({ progress: { phase, done, size } }: { progress: Progress }) {
  const { locale } = usePreferences();
  const words = { done: inBytes(done, size, locale), size: inBytes(size, size, locale) };
  return (
    <div className="grid w-full max-w-sm gap-2">
      <progress
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-surface-2 [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-surface-2 [&::-webkit-progress-value]:bg-accent"
        aria-label={t('import.reading')}
        value={done}
        max={size}
      />
      <p className="text-sm text-text-2">{t(`import.reading.${phase}`, words)}</p>
    </div>
  );
}

/** Takes a file by dropping or choosing it. */
export function FileDrop({ busy, progress, problem, onFile, onCancel }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !busy) onFile(file);
  };
  return (
    <div className="grid gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`grid justify-items-center gap-3 rounded-2xl border-2 border-dashed px-4 py-12 text-center transition-colors ${over ? 'border-accent bg-accent-soft' : 'border-line-strong/50 bg-surface'}`}
      >
        <span
          aria-hidden="true"
          className="grid size-16 place-items-center rounded-full bg-accent-soft text-accent"
        >
          <FileUp size={28} />
        </span>
        <p role="status" className="text-lg font-semibold">
          {busy ? t('import.reading') : t('import.drop')}
        </p>
        {busy && progress ? (
          <Reading progress={progress} />
        ) : (
          <p className="max-w-sm text-text-2">{t('import.drop.why')}</p>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          aria-label={t('import.file')}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) onFile(file);
          }}
        />
        {/* One button, so that the focus stays when reading is given up. */}
        <Button
          look={busy ? 'plain' : 'primary'}
          onClick={busy ? onCancel : () => input.current?.click()}
        >
          {busy ? t('import.cancel') : t('import.choose')}
        </Button>
      </div>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
    </div>
  );
}
