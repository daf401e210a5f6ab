import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError } from '@/lib/problem';
import { changeRule, refreshRules, ruleQuery } from './api';
import { ScopeQuestion, type Scope } from './components/scope-question';
import type { Rule } from './schema';

type Entry = { id: number; recurring_id?: number | undefined };
/** What a rule has, too; everything else is an entry's own. */
const shared = [
  'title',
  'amount',
  'currency',
  'category',
  'merchant',
  'payment_method',
  'tags',
  'note',
];
type SaveOne<C> = (changes: C) => Promise<void>;
type Question = { rule: Rule; own: boolean; answer: (scope: Scope | null) => void };

/**
 * Saves a change of an expense; when a rule has made it, asks first how far the change goes. The day is
 * always the entry's own. `save` answers false when the question was not answered.
 */
export function useScope(): {
  question: ReactNode;
  asking: boolean;
  save: <C extends object>(entry: Entry, changes: C, saveOne: SaveOne<C>) => Promise<boolean>;
} {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Question | null>(null);

  async function ruleOf(entry: Entry): Promise<Rule | null> {
    if (entry.recurring_id === undefined) return null;
    try {
      return await client.fetchQuery({ ...ruleQuery(entry.recurring_id), staleTime: 0 });
    } catch (error) {
      // Deleted meanwhile: an expense like others.
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  }

  function ask(rule: Rule, own: boolean): Promise<Scope | null> {
    return new Promise((resolve) => {
      setAsked({
        rule,
        own,
        answer: (scope) => {
          setAsked(null);
          resolve(scope);
        },
      });
    });
  }

  return {
    asking: asked !== null,
    question: asked ? (
      <ScopeQuestion rule={asked.rule} own={asked.own} onAnswer={asked.answer} />
    ) : null,
    save: async (entry, changes, saveOne) => {
      const all = Object.entries(changes);
      const common = all.filter(([name]) => shared.includes(name));
      const own = all.filter(([name]) => !shared.includes(name));
      const rule = common.length > 0 ? await ruleOf(entry) : null;
      const scope = rule ? await ask(rule, own.length > 0) : 'this';
      if (scope === null) return false;
      if (rule === null || scope === 'this') {
        await saveOne(changes);
        return true;
      }
      // The entry first: it is refused when somebody else has changed it.
      if (own.length > 0) await saveOne(Object.fromEntries(own) as typeof changes);
      await changeRule(rule.id, {
        ...Object.fromEntries(common),
        scope,
        ...(scope === 'following' ? { expense_id: entry.id } : {}),
      });
      void refreshRules(client);
      return true;
    },
  };
}
