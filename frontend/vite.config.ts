import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './scripts/service-worker.mjs';

const api = process.env['API_ORIGIN'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react(), tailwindcss(), serviceWorker()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // The Content-Security-Policy allows no data: script, font or style.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'positioning', test: /node_modules\/@floating-ui\/(dom|core)/ },
            // What every page needs and no release of ours changes: smaller in one piece.
            {
              name: 'framework',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack\/(router-core|react-router|history|store|react-store|query-core|react-query))\//,
            },
            // What every page needs of ours: by itself each would become a file, and a phone feels the
            // files more than their bytes. The first group is all that the sign-in page needs.
            {
              name: 'base',
              test: /\/src\/(lib\/(http|messages|problem|storage|i18n\/catalogue)|features\/session\/(schema|api|messages))\.ts$/,
            },
            {
              name: 'parts',
              test: /\/src\/(lib\/(amount-input|calendar-date|form-rules|money|preferences|schemas|commands\/single-keys)|components\/ui\/(button|states|toast|messages)|features\/(session\/queries|(expenses|categories)\/(schema|messages|form-messages)))\.tsx?$|createLucideIcon/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: api, changeOrigin: false } } },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:8080/' } },
    // Forks, because the tests of dates change the process's time zone.
    pool: 'forks',
    maxWorkers: 2,
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
