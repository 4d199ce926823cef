export type ImportKind = 'clients' | 'invoices';

export const kinds: Record<ImportKind, { label: string; columns: string[]; example: string[]; hint: string }> = {
  clients: {
    label: 'Clients',
    columns: 'external_id,company,contact_name,email,phone,address,city,state,postal_code,country'.split(','),
    example: ['1001', 'Aurora Biotech GmbH', 'Mira Vogel', 'mira@aurora.example', '+49 30 1234567', 'Hauptstr. 1', 'Berlin', '', '10115', 'Germany'],
    hint: 'One row for each contact person. Import clients before their invoices.',
  },
  invoices: {
    label: 'Invoices',
    columns:
      'number,client_external_id,client_email,issue_date,due_date,currency,line_description,quantity,unit_price,tax_rate,total,status,paid_on'.split(','),
    example: ['INV-0001', '1001', 'mira@aurora.example', '2026-01-31', '2026-02-14', 'EUR', 'Design', '1.5', '120.00', '19', '214.20', 'paid', '2026-02-10'],
    hint: 'One row for each line: rows with the same number are one invoice. Dates are written 2026-01-31.',
  },
};

/** A file to start from: the columns and one example. */
export function templateOf(kind: ImportKind): string {
  const { columns, example } = kinds[kind];
  return `${columns.join(',')}\r\n${example.join(',')}\r\n`;
}
