import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { changeRule, deleteRule, refreshRules, restoreRule } from './api';
import type { Rule } from './schema';
import { t } from './messages';

/** Deletes a rule and offers Undo; what it has made stays. */
export function useDeleteRule() {
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (rule: Rule) => restoreRule(rule.id),
    onSuccess: (_, { title }) => toast({ text: t('recurring.taken-back', { title }) }),
    onError: (error) =>
      toast({ text: t('recurring.not-taken-back', { why: explain(error) }), tone: 'error' }),
    onSettled: () => refreshRules(client),
  });
  return useMutation({
    mutationFn: (rule: Rule) => deleteRule(rule.id),
    onSuccess: (_, rule) =>
      toast({
        text: t('recurring.deleted', { title: rule.title }),
        undo: () => restore.mutate(rule),
      }),
    onError: (error, { title }) =>
      toast({ text: t('recurring.not-deleted', { title, why: explain(error) }), tone: 'error' }),
    onSettled: () => refreshRules(client),
  });
}

/** Pauses a rule, or lets it go on. */
export function usePauseRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rule: Rule) => changeRule(rule.id, { paused: !rule.paused }),
    onSuccess: ({ title, paused }) =>
      toast({ text: t(paused ? 'recurring.is-paused' : 'recurring.is-resumed', { title }) }),
    onError: (error, { title }) =>
      toast({ text: t('recurring.not-changed', { title, why: explain(error) }), tone: 'error' }),
    onSettled: () => refreshRules(client),
  });
}
