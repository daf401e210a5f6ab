import { useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Page } from '@/components/ui/page';
import { FileDrop } from '@/features/import/components/file-drop';
import { ImportOutcome } from '@/features/import/components/import-outcome';
import { ImportReview, type Outcome } from '@/features/import/components/import-review';
import { PastImports } from '@/features/import/components/past-imports';
import { parseFile } from '@/features/import/parse-file';
import type { Parsed } from '@/features/import/parse';
import type { Progress } from '@/features/import/read-file';
import { configQuery } from '@/features/session/queries';
import { t } from '@/features/import/messages';

type Step =
  | { name: 'pick'; busy: boolean; progress: Progress | null; problem: string | null }
  | { name: 'review'; file: Parsed; fileName: string }
  | { name: 'done'; outcome: Outcome };

const pick = { name: 'pick', busy: false, progress: null, problem: null } as const;

export function ImportPage() {
  const { data: config } = useSuspenseQuery(configQuery);
  const [step, setStep] = useState<Step>(pick);
  const reading = useRef<AbortController | null>(null);
  useEffect(() => () => reading.current?.abort(), []);

  const take = async (file: File) => {
    reading.current?.abort();
    const { signal } = (reading.current = new AbortController());
    setStep({ ...pick, busy: true });
    const result = await parseFile(file, signal, (progress) =>
      setStep({ ...pick, busy: true, progress }),
    );
    if (result === null || signal.aborted) return;
    setStep(
      result.ok
        ? { name: 'review', file: result.file, fileName: file.name }
        : { ...pick, problem: result.message },
    );
  };
  const again = () => setStep(pick);
  const giveUp = () => {
    reading.current?.abort();
    again();
  };
  return (
    <Page key={step.name} title={t('import.title')}>
      {step.name === 'pick' ? (
        <div className="grid gap-5">
          <FileDrop
            busy={step.busy}
            progress={step.progress}
            problem={step.problem}
            onFile={(file) => void take(file)}
            onCancel={giveUp}
          />
          <PastImports />
        </div>
      ) : null}
      {step.name === 'review' ? (
        <ImportReview
          file={step.file}
          fileName={step.fileName}
          currencies={config.currencies}
          rowLimit={config.limits.import_rows}
          onCancel={again}
          onDone={(outcome) => setStep({ name: 'done', outcome })}
        />
      ) : null}
      {step.name === 'done' ? <ImportOutcome outcome={step.outcome} onAgain={again} /> : null}
    </Page>
  );
}
