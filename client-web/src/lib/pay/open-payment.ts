import { mount, unmount, type ComponentProps } from 'svelte';
import PayDialog from './PayDialog.svelte';

/** On <body>, beside the page: the page is inert meanwhile. */
export function openPayment(props: Omit<ComponentProps<typeof PayDialog>, 'onclose'>, context: Map<unknown, unknown>): void {
  const dialog = mount(PayDialog, {
    target: document.body,
    context,
    props: { ...props, onclose: () => void unmount(dialog) },
  });
}
