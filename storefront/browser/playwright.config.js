// The shops in a real browser. Each test has a server of its own, so that none sees another's sessions and faults.

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/browser',
  globalSetup: './build.js',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // Patience for a machine that is busy with something else.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  projects: [
    { name: 'plain', use: { shop: 'plain' } },
    { name: 'react', use: { shop: 'react' } },
  ],
  use: {
    locale: 'en-US',
    timezoneId: 'America/New_York',
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // In a container, as root, and without a network beyond this machine.
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
});
