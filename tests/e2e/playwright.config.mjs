// Journeys of a person in a browser, against a running stack:
//   E2E_URL=http://localhost:8080 npx playwright test --config e2e/playwright.config.mjs
// Recording a trace makes a test a third longer; --trace retain-on-failure asks for one.
import { defineConfig } from '@playwright/test';

const results = new URL('../../var/e2e/', import.meta.url).pathname;

export default defineConfig({
  testDir: './specs',
  testMatch: '*.spec.mjs',
  outputDir: `${results}results`,
  reporter: [['list']],
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.E2E_URL ?? 'http://localhost:8080',
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium' },
  },
});
