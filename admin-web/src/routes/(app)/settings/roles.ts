import type { Role } from '#lib/gql/graphql.ts';

export const roles: { value: Role; label: string; text: string }[] = [
  { value: 'OWNER', label: 'Owner', text: 'Everything, also these settings and the team.' },
  { value: 'BILLING', label: 'Billing', text: 'Clients, invoices, estimates and payments.' },
  { value: 'SUPPORT', label: 'Support', text: 'Answers tickets, and reads the rest.' },
  { value: 'READ_ONLY', label: 'Read only', text: 'Sees everything, changes nothing.' },
];

export const roleLabel = (role: Role) => roles.find(({ value }) => value === role)?.label ?? role;
