// Every address of the app on one page. Pages other than the first are loaded when they are needed.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router';
import { readBudgetSearch } from '@/features/budgets/search';
import { readFilters } from '@/features/expenses/filters';
import { readReportSearch } from '@/features/reports/search';
import { safeReturn } from '@/features/session/model';
import { DashboardPage } from '@/routes/dashboard';
import { ErrorPage, NotFoundPage } from './error-page';
import { Shell } from './shell/shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

const dashboard = createRoute({ getParentRoute: () => root, path: '/', component: DashboardPage });
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // Only the signed in get here; the sign-in page itself needs no app.
  beforeLoad: ({ location }) => {
    throw redirect({
      href: safeReturn(new URLSearchParams(location.searchStr).get('return')),
      replace: true,
    });
  },
});
const expenses = createRoute({
  getParentRoute: () => root,
  path: '/expenses',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('@/routes/expenses'), 'ExpensesPage'),
});
const expenseNew = createRoute({
  getParentRoute: () => expenses,
  path: '/new',
  component: lazyRouteComponent(() => import('@/routes/expense-dialog'), 'NewExpense'),
});
const expense = createRoute({
  getParentRoute: () => expenses,
  path: '/$id',
  component: lazyRouteComponent(() => import('@/routes/expense-dialog'), 'EditExpense'),
});
const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import('@/routes/reports'), 'ReportsPage'),
});
const reportsStart = createRoute({
  getParentRoute: () => reports,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/reports/categories', search, replace: true });
  },
});
const reportTabs = (
  [
    ['summary', 'SummaryTab'],
    ['categories', 'CategoriesTab'],
    ['months', 'MonthsTab'],
    ['merchants', 'MerchantsTab'],
    ['calendar', 'CalendarTab'],
  ] as const
).map(([path, name]) =>
  createRoute({
    getParentRoute: () => reports,
    path,
    component: lazyRouteComponent(() => import('@/routes/reports-tabs'), name),
  }),
);
const budgets = createRoute({
  getParentRoute: () => root,
  path: '/budgets',
  validateSearch: readBudgetSearch,
  component: lazyRouteComponent(() => import('@/routes/budgets'), 'BudgetsPage'),
});
const budgetNew = createRoute({
  getParentRoute: () => budgets,
  path: '/new',
  component: lazyRouteComponent(() => import('@/routes/budget-dialog'), 'NewBudget'),
});
const budget = createRoute({
  getParentRoute: () => budgets,
  path: '/$id',
  component: lazyRouteComponent(() => import('@/routes/budget-dialog'), 'EditBudget'),
});
const categories = createRoute({
  getParentRoute: () => root,
  path: '/categories',
  component: lazyRouteComponent(() => import('@/routes/categories'), 'CategoriesPage'),
});
const recurring = createRoute({
  getParentRoute: () => root,
  path: '/recurring',
  component: lazyRouteComponent(() => import('@/routes/recurring'), 'RecurringPage'),
});
const recurringNew = createRoute({
  getParentRoute: () => recurring,
  path: '/new',
  validateSearch: ({ from }: Record<string, unknown>): { from?: string } =>
    typeof from === 'string' ? { from } : {},
  component: lazyRouteComponent(() => import('@/routes/recurring-dialog'), 'NewRecurring'),
});
const recurringOne = createRoute({
  getParentRoute: () => recurring,
  path: '/$id',
  component: lazyRouteComponent(() => import('@/routes/recurring-dialog'), 'EditRecurring'),
});
const labels = () => import('@/routes/labels');
const merchants = createRoute({
  getParentRoute: () => root,
  path: '/merchants',
  component: lazyRouteComponent(labels, 'MerchantsPage'),
});
const tags = createRoute({
  getParentRoute: () => root,
  path: '/tags',
  component: lazyRouteComponent(labels, 'TagsPage'),
});
const paymentMethods = createRoute({
  getParentRoute: () => root,
  path: '/payment-methods',
  component: lazyRouteComponent(labels, 'PaymentMethodsPage'),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: '/import',
  component: lazyRouteComponent(() => import('@/routes/import'), 'ImportPage'),
});
const trash = createRoute({
  getParentRoute: () => root,
  path: '/trash',
  component: lazyRouteComponent(() => import('@/routes/trash'), 'TrashPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/routes/settings'), 'SettingsPage'),
});

const tree = root.addChildren([
  dashboard,
  signIn,
  expenses.addChildren([expenseNew, expense]),
  reports.addChildren([reportsStart, ...reportTabs]),
  budgets.addChildren([budgetNew, budget]),
  categories,
  merchants,
  tags,
  paymentMethods,
  recurring.addChildren([recurringNew, recurringOne]),
  imports,
  trash,
  settings,
]);

export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    ...(history ? { history } : {}),
    defaultErrorComponent: ErrorPage,
    defaultPreload: 'intent',
    scrollRestoration: true,
    // Plain text in the address: /expenses?q=tea&min=10
    parseSearch: (text) => {
      const search = new URLSearchParams(text);
      const names = [...new Set(search.keys())];
      return Object.fromEntries(
        names.map((name) => {
          const [first, ...rest] = search.getAll(name);
          return [name, rest.length > 0 ? [first, ...rest] : first];
        }),
      );
    },
    stringifySearch: (search) => {
      const pairs = Object.entries(search).filter(
        ([, value]) => value !== undefined && value !== '',
      );
      const text = new URLSearchParams(
        pairs.flatMap(([key, value]) =>
          (Array.isArray(value) ? value : [value]).map((one) => [key, String(one)]),
        ),
      ).toString();
      return text === '' ? '' : `?${text}`;
    },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
