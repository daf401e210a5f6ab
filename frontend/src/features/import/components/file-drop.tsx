import { FileUp } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/states';
import { t } from '../messages';

type Props = { busy: boolean; problem: string | null; onFile: (file: File) => void };

/** Takes a file by dropping or choosing it. */
export function FileDrop({ busy, problem, onFile }: Props) {
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
        <p className="text-lg font-semibold">{busy ? t('import.reading') : t('import.drop')}</p>
        <p className="max-w-sm text-text-2">{t('import.drop.why')}</p>
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
        <Button look="primary" busy={busy} onClick={() => input.current?.click()}>
          {t('import.choose')}
        </Button>
      </div>
      {problem ? <Notice tone="error">{problem}</Notice> : null}
    </div>
  );
}
