/**
 * `make screenshots`: the same server and browser, but pictures instead of tests.
 */
module.exports = {
  ...require('./playwright.config'),
  testDir: './screenshots',
  retries: 0
};
