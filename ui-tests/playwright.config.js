/**
 * galata's defaults on the system's own browser. `make test-browser` hands in
 * its path and a free port.
 */
const baseConfig = require('@jupyterlab/galata/lib/playwright-config');

const { mkdtempSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');

// What the server keeps for its user, and an advisory database that journeys
// write. Workers of the test runner inherit the name.
process.env.MLSECOPS_TEST_FOLDER ??= mkdtempSync(join(tmpdir(), 'mlsecops-'));
const folder = process.env.MLSECOPS_TEST_FOLDER;

const port = Number(process.env.JUPYTERLAB_TEST_PORT ?? 8889);
// A second server, whose policy refuses to save critical findings.
const strictPort = port + 1;

const address = number => `http://127.0.0.1:${number}`;

const server = (number, env = {}) => ({
  command: `jupyter lab --config jupyter_server_test_config.py --ServerApp.port=${number} --ServerApp.ip=127.0.0.1 --Application.log_level=ERROR --allow-root`,
  url: `${address(number)}/lab`,
  timeout: 120 * 1000,
  reuseExistingServer: !process.env.CI,
  env: {
    ...process.env,
    JUPYTER_DATA_DIR: join(folder, `data-${number}`),
    MLSECOPS_ADVISORIES: join(folder, `advisories-${number}.sqlite`),
    ...env
  }
});

module.exports = {
  ...baseConfig,
  testDir: './tests',
  workers: 1,
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    ...baseConfig.use,
    baseURL: address(port),
    // 'video' needs Playwright's own ffmpeg, which is a browser download.
    video: 'off',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath:
        process.env.PLAYWRIGHT_CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        // Needed as root and in containers.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        // No traffic of the browser's own.
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    { name: 'default', testIgnore: '**/blocked.spec.ts' },
    {
      name: 'strict policy',
      testMatch: '**/blocked.spec.ts',
      use: { baseURL: address(strictPort) }
    }
  ],
  webServer: [
    server(port),
    server(strictPort, { MLSECOPS_TEST_BLOCK: 'critical' })
  ]
};
