import { readFileSync } from 'node:fs';
import { launchBrowser, desktop, phone } from './support/browser.ts';
const log = readFileSync('/tmp/e2e-a/log2','utf8');
const b = await launchBrowser('http://localhost:4710');
const p = await (await b.person(desktop)).newPage();
await p.goto(log.match(/\S+:4710\/admin\/l\/\S+/)![0]); await p.waitForURL(/admin\/?$/);
console.log(await p.locator('tr[data-ticket] a').evaluateAll(e=>e.map(x=>x.outerHTML + x.querySelector('bdi')?.getBoundingClientRect().width)));
await p.context().storageState({path:'/tmp/e2edbg/admin.json'});
await b.close();
