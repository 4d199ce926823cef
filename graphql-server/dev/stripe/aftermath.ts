import { openDispute } from './disputes.ts';
import type { Scene } from './scene.ts';
import { stripeId } from './stripe-id.ts';
import type { StoredCharge } from './stripe-state.ts';
import type { Aftermath } from './test-numbers.ts';

/** What the test number promises for after a payment that succeeded. */
export function begin(scene: Scene, charge: StoredCharge, { disputed, warned }: Aftermath): void {
  if (disputed) openDispute(scene, charge, disputed);
  if (warned) warn(scene, charge);
}

function warn(scene: Scene, charge: StoredCharge): void {
  const id = stripeId('issfr');
  const warning = (scene.account.earlyFraudWarnings[id] = {
    id,
    object: 'radar.early_fraud_warning',
    actionable: true,
    charge: charge.id,
    created: Math.floor(Date.now() / 1000),
    fraud_type: 'misc',
    livemode: false,
    payment_intent: charge.payment_intent,
  });
  scene.world.record(scene.account, 'radar.early_fraud_warning.created', warning, scene.cause);
}
