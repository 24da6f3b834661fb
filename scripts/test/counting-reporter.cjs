// Mocha's dots, then the tests that were skipped by name, then the failures; the numbers go to scripts/test.mjs.
'use strict';
const { appendFileSync } = require('node:fs');
const { reporters } = require('mocha');

class CountingReporter extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    runner.on('pending', (test) => this.skipped.push(test.fullTitle()));
    runner.once('end', () => {
      for (const title of this.skipped) console.log(`  skipped: ${title}`);
      const { passes, failures, pending } = this.stats;
      const file = process.env.THINK_HARDER_RESULTS;
      const line = JSON.stringify({ passed: passes, failed: failures, skipped: pending });
      if (file) appendFileSync(file, `${line}\n`);
    });
  }

  skipped = [];
}

module.exports = CountingReporter;
