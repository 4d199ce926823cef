import FileText from '@lucide/svelte/icons/file-text';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Inbox from '@lucide/svelte/icons/inbox';
import CreditCard from '@lucide/svelte/icons/credit-card';
import Settings2 from '@lucide/svelte/icons/settings-2';
import FileUp from '@lucide/svelte/icons/file-up';
import Users from '@lucide/svelte/icons/users';
import { resolve } from '$app/paths';

export interface NavItem {
  href: string;
  label: string;
  /** For the bar at the bottom of a phone. */
  short: string;
  icon: typeof Users;
  /** Whose count stands beside it. */
  badge?: 'tickets' | 'payments';
  /** Behind "More" on a phone, whose bar holds four. */
  isMinor?: boolean;
}

export const work: NavItem[] = [
  { href: resolve('/(app)'), label: 'Dashboard', short: 'Home', icon: LayoutDashboard },
  { href: resolve('clients'), label: 'Clients', short: 'Clients', icon: Users },
  { href: resolve('invoices'), label: 'Invoices', short: 'Invoices', icon: ReceiptText },
  { href: resolve('estimates'), label: 'Estimates', short: 'Estimates', icon: FileText, isMinor: true },
  { href: resolve('payments'), label: 'Payments', short: 'Payments', icon: CreditCard, badge: 'payments', isMinor: true },
  { href: resolve('tickets'), label: 'Support tickets', short: 'Support', icon: Inbox, badge: 'tickets' },
];

export const upkeep: NavItem[] = [
  { href: resolve('import'), label: 'Import & export', short: 'Import', icon: FileUp },
  { href: resolve('settings'), label: 'Settings', short: 'Settings', icon: Settings2 },
];

export function isCurrent(item: NavItem, pathname: string): boolean {
  if (item.href === resolve('/(app)')) return pathname === item.href || pathname === `${item.href}/`;
  return pathname === item.href || pathname.startsWith(`${item.href}/`);
}
