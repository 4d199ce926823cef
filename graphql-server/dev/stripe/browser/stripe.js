// Stripe simulator: the part of Stripe.js (https://docs.stripe.com/js) that the portal uses.
// For development and tests; it takes test keys only and moves no money.
(() => {
  'use strict';

  const base = new URL('.', document.currentScript?.src || `${location.origin}/dev/stripe/`).href.replace(/\/$/, '');
  const origin = new URL(base).origin;
  const MESSAGE = 'stripe-simulator';
  // What the objects that the page holds keep to themselves.
  const CONTEXT = Symbol('context');
  const SEND = Symbol('send');
  const ASK = Symbol('ask');
  let frames = 0;

  function Stripe(publishableKey, options = {}) {
    if (typeof publishableKey !== 'string' || publishableKey === '') throw new IntegrationError('Please call Stripe() with your publishable key. You used an empty string.');
    if (/^[sr]k_/.test(publishableKey)) throw new IntegrationError('You should not use your secret key with Stripe.js. Please pass a publishable key instead.');
    if (/^pk_live_/.test(publishableKey)) throw new IntegrationError('The Stripe simulator refuses live keys.');
    if (!/^pk_test_/.test(publishableKey)) throw new IntegrationError('Please call Stripe() with your publishable key, which begins with pk_test_.');

    return {
      elements: (elementsOptions = {}) => createElements(publishableKey, { locale: options.locale, ...elementsOptions }),
      confirmPayment: (confirmOptions) => confirmPayment(publishableKey, confirmOptions ?? {}),
      handleNextAction: ({ clientSecret }) => handleNextAction(publishableKey, clientSecret),
      retrievePaymentIntent: (clientSecret) => result(call(publishableKey, 'GET', clientSecret, '')),
      registerAppInfo() {},
      _registerWrapper() {},
    };
  }
  // @stripe/stripe-js warns on another release train than its own.
  Stripe.version = 'endive';
  Stripe.isSimulator = true;
  window.Stripe = Stripe;

  function createElements(publishableKey, elementsOptions) {
    if (elementsOptions.clientSecret === undefined && elementsOptions.mode === undefined) {
      throw new IntegrationError('Invalid value for elements(): clientSecret should be a client secret of the form ${id}_secret_${secret}, or mode should be given.');
    }
    if (elementsOptions.clientSecret !== undefined && !/^pi_\w+_secret_\w+$/.test(elementsOptions.clientSecret)) {
      throw new IntegrationError(`Invalid value for elements(): clientSecret should be a client secret of the form \${id}_secret_\${secret}. You specified: ${elementsOptions.clientSecret}.`);
    }
    const context = { publishableKey, options: { ...elementsOptions }, payment: null };
    const elements = {
      create(type, elementOptions = {}) {
        if (type !== 'payment') throw new IntegrationError(`The Stripe simulator has a Payment Element only, not: ${type}.`);
        if (context.payment) throw new IntegrationError('Can only create one Element of type payment through elements().');
        context.payment = createPaymentElement(context, elementOptions);
        return context.payment;
      },
      getElement: (type) => (type === 'payment' ? context.payment : null),
      update(changes) {
        Object.assign(context.options, changes);
        context.payment?.[SEND]({ type: 'update', options: frameOptions(context.options) });
      },
      async fetchUpdates() {
        context.payment?.[SEND]({ type: 'refresh' });
        return {};
      },
      async submit() {
        if (!context.payment) throw new IntegrationError('elements.submit() needs a mounted Payment Element.');
        return context.payment[ASK]({ type: 'submit' });
      },
      [CONTEXT]: context,
    };
    return elements;
  }

  // Functions and nodes cannot be cloned into a frame.
  function frameOptions(options) {
    const { clientSecret, mode, amount, currency, appearance, locale, fonts, paymentMethodTypes } = options;
    return JSON.parse(JSON.stringify({ clientSecret, mode, amount, currency, appearance, locale, fonts, paymentMethodTypes }));
  }

  function createPaymentElement(context, elementOptions) {
    const listeners = new Map();
    const questions = new Map();
    let container = null;
    let iframe = null;
    let port = null;
    let isDestroyed = false;
    let loaded = Promise.withResolvers();

    const element = {
      on: (type, handler) => listen(type, handler, false),
      once: (type, handler) => listen(type, handler, true),
      addListener: (type, handler) => listen(type, handler, false),
      off(type, handler) {
        if (handler) listeners.get(type)?.delete(handler);
        else listeners.delete(type);
        return element;
      },
      mount(target) {
        if (isDestroyed) throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
        const node = typeof target === 'string' ? document.querySelector(target) : target;
        if (!(node instanceof Element)) throw new IntegrationError(`The selector you specified (${target}) applies to no DOM elements that are currently on the page.\nMake sure the element exists on the page before calling mount().`);
        if (node === container) return element;
        element.unmount();
        container = node;
        container.replaceChildren();
        container.classList.add('StripeElement');
        iframe = paymentFrame();
        iframe.addEventListener('load', connect);
        container.append(iframe);
        emit('loaderstart', {});
        return element;
      },
      unmount() {
        if (!container) return;
        for (const { reject } of questions.values()) reject(new IntegrationError('The Payment Element was unmounted.'));
        questions.clear();
        port?.close();
        iframe.remove();
        container.classList.remove('StripeElement');
        container = iframe = port = null;
        loaded = Promise.withResolvers();
      },
      destroy() {
        element.unmount();
        isDestroyed = true;
        context.payment = null;
      },
      update(changes) {
        Object.assign(elementOptions, changes);
        element[SEND]({ type: 'elementOptions', elementOptions: cloneable(elementOptions) });
        return element;
      },
      focus: () => focusFrame('focus'),
      blur: () => element[SEND]({ type: 'blur' }),
      clear: () => element[SEND]({ type: 'clear' }),
      collapse: () => element,
      [SEND]: (message) => port?.postMessage(message),
      async [ASK](message) {
        if (!container) throw new IntegrationError('Please make sure that the Payment Element is mounted before calling this.');
        await loaded.promise;
        const id = crypto.randomUUID();
        const answer = Promise.withResolvers();
        questions.set(id, answer);
        port.postMessage({ ...message, id });
        return answer.promise;
      },
    };
    return element;

    function listen(type, handler, isOnce) {
      const handlers = listeners.get(type) ?? new Map();
      listeners.set(type, handlers.set(handler, isOnce));
      return element;
    }

    function emit(type, event) {
      for (const [handler, isOnce] of listeners.get(type) ?? []) {
        if (isOnce) listeners.get(type).delete(handler);
        handler({ elementType: 'payment', ...event });
      }
    }

    // A frame that is moved in the document loads again, and is connected again.
    function connect() {
      const channel = new MessageChannel();
      port?.close();
      port = channel.port1;
      port.onmessage = ({ data }) => receive(data);
      iframe.contentWindow.postMessage(
        { [MESSAGE]: 'init', publishableKey: context.publishableKey, options: frameOptions(context.options), elementOptions: cloneable(elementOptions) },
        origin,
        [channel.port2],
      );
    }

    function receive(message) {
      switch (message.type) {
        case 'answer':
          questions.get(message.id)?.resolve(message.value);
          questions.delete(message.id);
          return;
        case 'resize':
          iframe.style.height = `${message.height}px`;
          return;
        case 'scheme':
          // Where the schemes of page and frame differ, browsers paint the frame opaque.
          iframe.style.colorScheme = message.scheme;
          return;
        case 'enter':
          container.closest('form')?.requestSubmit();
          return;
        case 'ready':
          iframe.style.opacity = '1';
          loaded.resolve();
          return emit('ready', {});
        case 'loaderror':
          loaded.resolve();
          return emit('loaderror', { error: message.error });
        default:
          emit(message.type, message.event ?? {});
      }
    }

    function focusFrame(type) {
      iframe?.focus();
      element[SEND]({ type });
    }
  }

  function paymentFrame() {
    frames += 1;
    const iframe = document.createElement('iframe');
    iframe.name = `__privateStripeFrame${frames}`;
    iframe.title = 'Secure payment input frame';
    iframe.allow = 'payment *';
    iframe.src = `${base}/payment-element`;
    // A little larger than its place, so that the ring of a focused field is not cut off.
    style(iframe, { display: 'block', border: '0', margin: '-4px', padding: '0', width: 'calc(100% + 8px)', minWidth: '0', height: '8px', maxWidth: 'none', overflow: 'hidden', background: 'transparent', opacity: '0', transition: 'opacity 150ms', userSelect: 'none' });
    return iframe;
  }

  async function confirmPayment(publishableKey, { elements, clientSecret, confirmParams = {}, redirect = 'always' }) {
    const context = elements?.[CONTEXT];
    const secret = clientSecret ?? context?.options.clientSecret;
    if (typeof secret !== 'string') throw new IntegrationError('stripe.confirmPayment(): expected clientSecret, or elements created with one.');
    if (redirect === 'always' && !confirmParams.return_url) throw new IntegrationError('stripe.confirmPayment(): the `confirmParams.return_url` argument is required when `redirect` is not "if_required".');
    if (!context?.payment && !confirmParams.payment_method) throw new IntegrationError('stripe.confirmPayment(): expected elements with a mounted Payment Element.');

    const params = cloneable(confirmParams);
    const confirmed = context?.payment
      ? await context.payment[ASK]({ type: 'confirm', clientSecret: secret, confirmParams: params })
      : await result(call(publishableKey, 'POST', secret, '/confirm', params));
    if (confirmed.error) return confirmed;
    const finished = confirmed.paymentIntent.status === 'requires_action' ? await challenge(publishableKey, secret, confirmed.paymentIntent) : confirmed;
    if (finished.error || redirect === 'if_required') return finished;

    const target = new URL(confirmParams.return_url);
    target.searchParams.set('payment_intent', finished.paymentIntent.id);
    target.searchParams.set('payment_intent_client_secret', secret);
    target.searchParams.set('redirect_status', finished.paymentIntent.status === 'processing' ? 'pending' : 'succeeded');
    location.assign(target);
    return new Promise(() => {});
  }

  async function handleNextAction(publishableKey, clientSecret) {
    const current = await result(call(publishableKey, 'GET', clientSecret, ''));
    return current.paymentIntent?.status === 'requires_action' ? challenge(publishableKey, clientSecret, current.paymentIntent) : current;
  }

  /** Asks the person, as their bank would, and tells the outcome. */
  async function challenge(publishableKey, clientSecret, paymentIntent) {
    const outcome = await askInOverlay(paymentIntent);
    const answered = await result(call(publishableKey, 'POST', clientSecret, '/answer_challenge', { outcome }));
    if (answered.error || answered.paymentIntent.last_payment_error === null) return answered;
    return { error: { ...answered.paymentIntent.last_payment_error, payment_intent: answered.paymentIntent } };
  }

  /**
   * A frame over the page, with no more than a high z-index, and no focus given back: as the real Stripe.js does it.
   * A modal <dialog> of the page would stand above it and make it inert: https://github.com/stripe/stripe-js/issues/599
   */
  function askInOverlay(paymentIntent) {
    const overlay = document.createElement('div');
    const iframe = document.createElement('iframe');
    style(overlay, { position: 'fixed', inset: '0', zIndex: '2147483647', width: '100vw', height: '100dvh', padding: '16px', boxSizing: 'border-box', display: 'grid', placeItems: 'center', overflow: 'auto', background: 'rgb(0 0 0 / 50%)' });
    iframe.name = `__privateStripeFrame${(frames += 1)}`;
    iframe.title = '3-D Secure challenge';
    iframe.src = `${base}/three-d-secure`;
    style(iframe, { display: 'block', border: '0', borderRadius: '12px', width: 'min(400px, 100%)', height: '424px', background: '#fff', colorScheme: 'light', boxShadow: '0 24px 60px rgb(0 0 0 / 35%)' });
    overlay.append(iframe);
    document.body.append(overlay);

    return new Promise((resolve) => {
      iframe.addEventListener('load', () => {
        const channel = new MessageChannel();
        channel.port1.onmessage = ({ data }) => {
          overlay.remove();
          resolve(data.outcome);
        };
        iframe.contentWindow.postMessage({ [MESSAGE]: 'init', amount: paymentIntent.amount, currency: paymentIntent.currency }, origin, [channel.port2]);
        iframe.focus();
      });
    });
  }

  async function call(publishableKey, method, clientSecret, verb, params = {}) {
    const id = String(clientSecret).split('_secret_')[0];
    const form = formEncode({ ...params, key: publishableKey, client_secret: clientSecret });
    const url = `${base}/v1/payment_intents/${encodeURIComponent(id)}${verb}`;
    const response = await fetch(method === 'GET' ? `${url}?${form}` : url, method === 'GET' ? {} : { method, body: form });
    return response.json();
  }

  async function result(answer) {
    try {
      const body = await answer;
      return body.error ? { error: body.error } : { paymentIntent: body };
    } catch {
      return { error: { type: 'api_connection_error', message: 'We are experiencing issues connecting to our payments provider. Please check your internet connection and try again.' } };
    }
  }

  function formEncode(params, prefix = '', form = new URLSearchParams()) {
    for (const [name, value] of Object.entries(params)) {
      const key = prefix ? `${prefix}[${name}]` : name;
      if (value !== null && typeof value === 'object') formEncode(value, key, form);
      else if (value !== undefined) form.append(key, value === null ? '' : String(value));
    }
    return form;
  }

  function cloneable(value) {
    return JSON.parse(JSON.stringify(value));
  }

  // Through the object model, which a content security policy allows where it forbids style attributes.
  function style(node, rules) {
    Object.assign(node.style, rules);
  }

  class IntegrationError extends Error {
    name = 'IntegrationError';
  }
})();
