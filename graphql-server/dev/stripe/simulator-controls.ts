import type { Scene } from './attempt-payment.ts';
import { type FormParams, integerOf, refuseUnknown } from './form-encoding.ts';
import { invalidRequest } from './stripe-failure.ts';
import type { DeliveryFaults, StoredEvent } from './stripe-state.ts';

/** `POST /simulator/deliveries`: how many of the account's next webhook deliveries to drop, send twice, or send in reverse. */
export function setDeliveryFaults(scene: Scene, params: FormParams): DeliveryFaults {
  const names = ['drop', 'duplicate', 'reorder'] as const;
  refuseUnknown(params, names);
  for (const name of names) {
    const count = integerOf(params, name) ?? 0;
    if (count < 0) throw invalidRequest('This value must be greater than or equal to 0.', { param: name });
    scene.account.faults[name] = count;
  }
  scene.world.changed();
  return scene.account.faults;
}

/** `POST /simulator/bank_debits/settle`: the banks answer now, instead of in a while. */
export function settleBankDebits(scene: Scene): object {
  return { object: 'simulator.bank_debits', settled: scene.world.settleBankDebits(scene.account) };
}

/** `POST /simulator/events/:id/redeliver`: like "Resend" in Stripe's dashboard. */
export function redeliver(scene: Scene, event: StoredEvent): object {
  scene.world.deliveries.send(scene.account, event);
  scene.world.changed();
  return event;
}
