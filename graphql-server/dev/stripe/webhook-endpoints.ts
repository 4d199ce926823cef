import type { Scene } from './scene.ts';
import { booleanOf, type FormParams, listOf, metadataOf, refuseUnknown, requiredText, textOf } from './form-encoding.ts';
import { API_VERSION } from './stripe-events.ts';
import { invalidRequest, missingParameter } from './stripe-failure.ts';
import { randomText, stripeId } from './stripe-id.ts';
import type { StoredWebhookEndpoint } from './stripe-state.ts';

/** Stripe's own limit: registering anew at each start fails sooner or later. */
const MOST_ENDPOINTS = 16;

export function createWebhookEndpoint(scene: Scene, params: FormParams): StoredWebhookEndpoint {
  refuseUnknown(params, ['api_version', 'connect', 'description', 'enabled_events', 'metadata', 'url']);
  const url = checkUrl(requiredText(params, 'url'));
  if (params.enabled_events === undefined) throw missingParameter('enabled_events');
  const endpoint: StoredWebhookEndpoint = {
    id: stripeId('we'),
    object: 'webhook_endpoint',
    api_version: textOf(params, 'api_version') ?? API_VERSION,
    application: null,
    created: Math.floor(Date.now() / 1000),
    description: textOf(params, 'description') ?? null,
    enabled_events: checkEvents(listOf(params, 'enabled_events')),
    livemode: false,
    metadata: metadataOf(params),
    secret: `whsec_${randomText(32)}`,
    status: 'enabled',
    url,
  };
  if (Object.keys(scene.account.webhookEndpoints).length >= MOST_ENDPOINTS) {
    throw invalidRequest(`You have reached the maximum of ${MOST_ENDPOINTS} test webhook endpoints.`);
  }
  scene.account.webhookEndpoints[endpoint.id] = endpoint;
  scene.world.changed();
  return endpoint;
}

export function updateWebhookEndpoint(scene: Scene, endpoint: StoredWebhookEndpoint, params: FormParams): object {
  refuseUnknown(params, ['description', 'disabled', 'enabled_events', 'metadata', 'url']);
  if (params.url !== undefined) endpoint.url = checkUrl(requiredText(params, 'url'));
  if (params.enabled_events !== undefined) endpoint.enabled_events = checkEvents(listOf(params, 'enabled_events'));
  if (params.disabled !== undefined) endpoint.status = booleanOf(params, 'disabled') ? 'disabled' : 'enabled';
  const description = textOf(params, 'description');
  if (description !== undefined) endpoint.description = description;
  endpoint.metadata = metadataOf(params, endpoint.metadata);
  scene.world.changed();
  return withoutSecret(endpoint);
}

export function deleteWebhookEndpoint(scene: Scene, endpoint: StoredWebhookEndpoint): object {
  delete scene.account.webhookEndpoints[endpoint.id];
  scene.world.changed();
  return { id: endpoint.id, object: 'webhook_endpoint', deleted: true };
}

/** The secret is told once, on creation. */
export function withoutSecret(endpoint: StoredWebhookEndpoint): object {
  const { secret: _, ...rest } = endpoint;
  return rest;
}

function checkUrl(url: string): string {
  // Stripe also refuses addresses that the internet cannot reach; here they are the only ones there are.
  const scheme = URL.canParse(url) ? new URL(url).protocol : '';
  if (scheme !== 'http:' && scheme !== 'https:') throw invalidRequest(`Invalid URL: An explicit scheme (such as https) must be provided.`, { code: 'url_invalid', param: 'url' });
  return url;
}

function checkEvents(types: string[]): string[] {
  if (types.length === 0) throw invalidRequest('You must provide at least one event type.', { code: 'parameter_invalid_empty', param: 'enabled_events' });
  const unknown = types.findIndex((type) => type !== '*' && !/^[a-z_0-9]+(\.[a-z_0-9]+)+$/.test(type));
  if (unknown >= 0) throw invalidRequest(`Invalid enabled_events[${unknown}]: ${types[unknown]} is no event type`, { param: `enabled_events[${unknown}]` });
  return types;
}
