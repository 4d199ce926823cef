import { parseArgs } from 'node:util';
import { startStripeSimulator } from './start-stripe-simulator.ts';

/**
 * The simulator as a process of its own, so that it and the product can be killed apart from each other:
 *
 *   node dev/stripe/main.ts --port 4242 --state .data/stripe.json
 *
 * or STRIPE_SIMULATOR_PORT and STRIPE_SIMULATOR_STATE. Prints one line of JSON when it listens.
 * `STRIPE_SIMULATOR_URL=http://127.0.0.1:4242 npm start` uses it instead of one of its own.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env['STRIPE_SIMULATOR_PORT'] ?? '0' },
    state: { type: 'string', default: process.env['STRIPE_SIMULATOR_STATE'] ?? '' },
    'bank-delay-ms': { type: 'string' },
    'retry-delays-ms': { type: 'string' },
  },
});

const simulator = await startStripeSimulator({
  port: Number(values.port),
  log: (line) => console.error(line),
  ...(values.state && { stateFile: values.state }),
  ...(values['bank-delay-ms'] && { bankDelayMs: Number(values['bank-delay-ms']) }),
  ...(values['retry-delays-ms'] && { webhookRetryDelaysMs: values['retry-delays-ms'].split(',').map(Number) }),
});
console.log(JSON.stringify({ host: simulator.host, port: simulator.port, pid: process.pid }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
