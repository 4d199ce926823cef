import type { Component } from 'svelte';

let component = $state.raw<Component<Record<string, unknown>>>();

/** Arrives with the first message: who is never told anything never loads the code for it. */
export function toasterComponent(): typeof component {
  return component;
}

export function notify(message: string, kind: 'success' | 'error' = 'success', action?: { label: string; onClick: () => void }): void {
  void import('svelte-sonner').then(({ toast, Toaster }) => {
    component ??= Toaster as unknown as NonNullable<typeof component>;
    toast[kind](message, action && { action, duration: 8_000 });
  });
}

export const toastOptions = {
  style:
    'background: var(--surface); color: var(--ink); border: 1px solid var(--line-strong); border-radius: 0.5rem; font-family: inherit;',
};
