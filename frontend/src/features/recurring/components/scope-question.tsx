import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { usePreferences } from '@/lib/preferences';
import { ruleWords } from '../model';
import type { Rule } from '../schema';
import { t } from '../messages';

export type Scope = 'this' | 'following' | 'all';
const scopes = ['this', 'following', 'all'] as const;

/** Asks how far a change of one entry of a rule goes. */
export function ScopeQuestion({
  rule,
  own,
  onAnswer,
}: {
  rule: Rule;
  /** Something is changed that only this entry can have. */
  own: boolean;
  onAnswer: (scope: Scope | null) => void;
}) {
  const { locale } = usePreferences();
  return (
    <Dialog open onClose={() => onAnswer(null)} title={t('recurring.ask')} size="small">
      <div className="grid gap-3">
        <p className="text-text-2">
          {t('recurring.ask.why', { title: rule.title, rule: ruleWords(rule, locale) })}
        </p>
        {own ? <p className="text-sm text-text-2">{t('recurring.ask.own')}</p> : null}
        {scopes.map((scope) => (
          <Button key={scope} onClick={() => onAnswer(scope)}>
            {t(`recurring.ask.${scope}`)}
          </Button>
        ))}
        <Button look="quiet" onClick={() => onAnswer(null)}>
          {t('recurring.ask.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
