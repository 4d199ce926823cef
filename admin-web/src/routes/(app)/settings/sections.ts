import Bell from '@lucide/svelte/icons/bell';
import Building2 from '@lucide/svelte/icons/building-2';
import CircleUser from '@lucide/svelte/icons/circle-user';
import CreditCard from '@lucide/svelte/icons/credit-card';
import FileText from '@lucide/svelte/icons/file-text';
import LifeBuoy from '@lucide/svelte/icons/life-buoy';
import Palette from '@lucide/svelte/icons/palette';
import Percent from '@lucide/svelte/icons/percent';
import Users from '@lucide/svelte/icons/users';
import { resolve } from '$app/paths';

export const sections = [
  { href: resolve('settings/profile'), label: 'Profile', icon: Building2 },
  { href: resolve('settings/branding'), label: 'Branding', icon: Palette },
  { href: resolve('settings/documents'), label: 'Documents', icon: FileText },
  { href: resolve('settings/taxes'), label: 'Taxes', icon: Percent },
  { href: resolve('settings/reminders'), label: 'Reminders', icon: Bell },
  { href: resolve('settings/payments'), label: 'Payments', icon: CreditCard },
  { href: resolve('settings/support'), label: 'Support', icon: LifeBuoy },
  { href: resolve('settings/team'), label: 'Team', icon: Users },
  { href: resolve('settings/account'), label: 'Your account', icon: CircleUser },
];
