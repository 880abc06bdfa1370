/**
 * `make screenshots`: the same server and browser, but pictures instead of tests.
 */
const config = require('./playwright.config');

module.exports = {
  ...config,
  testDir: './screenshots',
  retries: 0,
  projects: undefined,
  webServer: config.webServer[0]
};
