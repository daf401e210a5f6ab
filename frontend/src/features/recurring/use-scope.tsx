import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError } from '@/lib/problem';
import { changeRule, refreshRules, ruleQuery } from './api';
import { ScopeQuestion, type Scope } from './components/scope-question';
import type { Rule } from './schema';

type Entry = { id: number; recurring_id?: number | undefined };
type Changes = { date?: string };
type SaveOne<C> = (changes: C) => Promise<void>;
type Question = { rule: Rule; answer: (scope: Scope | null) => void };

/**
 * Saves a change of an expense; when a rule has made it, asks first how far the change goes. The day
 * is always the entry's own. `save` answers false when the question was not answered.
 */
export function useScope(): {
  question: ReactNode;
  asking: boolean;
  save: <C extends Changes>(entry: Entry, changes: C, saveOne: SaveOne<C>) => Promise<boolean>;
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

  function ask(rule: Rule): Promise<Scope | null> {
    return new Promise((resolve) => {
      setAsked({
        rule,
        answer: (scope) => {
          setAsked(null);
          resolve(scope);
        },
      });
    });
  }

  return {
    asking: asked !== null,
    question: asked ? <ScopeQuestion rule={asked.rule} onAnswer={asked.answer} /> : null,
    save: async (entry, changes, saveOne) => {
      const { date, ...shared } = changes;
      const rule = Object.keys(shared).length > 0 ? await ruleOf(entry) : null;
      const scope = rule ? await ask(rule) : 'this';
      if (scope === null) return false;
      if (rule === null || scope === 'this') {
        await saveOne(changes);
        return true;
      }
      // The day first: it is refused when somebody else has changed the entry.
      if (date !== undefined) await saveOne({ date } as typeof changes);
      await changeRule(rule.id, {
        ...shared,
        scope,
        ...(scope === 'following' ? { expense_id: entry.id } : {}),
      });
      void refreshRules(client);
      return true;
    },
  };
}
