import { writeFileSync } from 'node:fs';

/** Counts tests. A file or suite that fails without a failed test (it did not load, a hook threw) is one failure. */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length };
    for (const module of modules) {
      let failed = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed++;
        if (state === 'failed') failed++;
      }
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) failed++;
      if (module.errors().length > 0 || (failed === 0 && module.state() === 'failed')) failed++;
      counts.failed += failed;
    }
    writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
  }
}
