// Journeys of a person in a browser, against a running stack:
//   E2E_URL=http://localhost:8080 npx playwright test --config e2e/playwright.config.mjs --project journeys
// Recording a trace makes a test a third longer; --trace retain-on-failure asks for one.
import { defineConfig } from '@playwright/test';

const measurements = /(speed|long-list|import-large|import-memory)\.spec\.mjs$/;
const results = new URL('../../var/e2e/', import.meta.url).pathname;

export default defineConfig({
  testDir: './specs',
  reporter: [['list']],
  // Journeys run beside each other; what measures has the machine to itself, in a run of its own.
  fullyParallel: true,
  workers: 2,
  projects: [
    { name: 'journeys', testIgnore: measurements, outputDir: `${results}journeys` },
    { name: 'measurements', testMatch: measurements, workers: 1, outputDir: `${results}measurements` },
  ],
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.E2E_URL ?? 'http://localhost:8080',
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    // Longer than any message stays over what is to be clicked, shorter than a slow test may take.
    actionTimeout: 60_000,
    launchOptions: { executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium' },
  },
});
