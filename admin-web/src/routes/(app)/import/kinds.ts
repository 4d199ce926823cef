export type ImportKind = 'clients' | 'invoices';

export interface ImportColumn {
  name: string;
  example: string;
  /** `either`: one of the two columns that say so must be filled. */
  need: 'required' | 'either' | 'optional';
  note?: string;
}

export const kinds: Record<ImportKind, { label: string; hint: string; columns: ImportColumn[] }> = {
  clients: {
    label: 'Clients',
    hint: 'One row for each client, with its first contact. Import clients before their invoices.',
    columns: [
      { name: 'external_id', example: '1001', need: 'optional', note: 'Your own number of the client: importing it again updates that client.' },
      { name: 'company', example: 'Aurora Biotech GmbH', need: 'either', note: 'This, the name of the contact or both.' },
      { name: 'contact_name', example: 'Mira Vogel', need: 'either', note: 'Or contact_first_name and contact_last_name.' },
      { name: 'email', example: 'mira@aurora.example', need: 'required', note: 'Of the contact.' },
      { name: 'phone', example: '+49 30 1234567', need: 'optional' },
      { name: 'address', example: 'Hauptstr. 1', need: 'optional' },
      { name: 'address_2', example: '', need: 'optional' },
      { name: 'city', example: 'Berlin', need: 'optional' },
      { name: 'state', example: '', need: 'optional' },
      { name: 'postal_code', example: '10115', need: 'optional' },
      { name: 'country', example: 'Germany', need: 'optional', note: 'An English name, or a code such as DE.' },
      { name: 'locale', example: 'de-DE', need: 'optional', note: 'Language and region of the client.' },
      { name: 'tax_id', example: 'DE123456789', need: 'optional', note: 'Printed on documents.' },
    ],
  },
  invoices: {
    label: 'Invoices',
    hint: 'One row for each line: rows with the same number are one invoice. Dates and decimals are read as the file writes them, or as you choose.',
    columns: [
      { name: 'number', example: 'INV-0001', need: 'required' },
      { name: 'client_external_id', example: '1001', need: 'either', note: 'This, or one of the next two.' },
      { name: 'client_email', example: 'mira@aurora.example', need: 'either' },
      { name: 'client_name', example: 'Aurora Biotech GmbH', need: 'either', note: 'As the client is called here.' },
      { name: 'issue_date', example: '2026-01-31', need: 'required' },
      { name: 'due_date', example: '2026-02-14', need: 'optional' },
      { name: 'currency', example: 'EUR', need: 'optional', note: 'An ISO 4217 code; yours when there is no such column.' },
      { name: 'line_description', example: 'Design', need: 'required' },
      { name: 'quantity', example: '1.5', need: 'optional', note: '1 when there is no such column.' },
      { name: 'unit_price', example: '120.00', need: 'required' },
      { name: 'discount_percent', example: '', need: 'optional', note: 'Off the line, in percent.' },
      { name: 'tax_name', example: 'VAT', need: 'optional' },
      { name: 'tax_rate', example: '19', need: 'optional', note: 'In percent; none when left out.' },
      { name: 'total', example: '214.20', need: 'optional', note: 'Of the whole invoice, with tax: compared with its lines.' },
      { name: 'status', example: 'paid', need: 'optional', note: 'draft, sent, paid or void; sent when left out.' },
      { name: 'paid_on', example: '2026-02-10', need: 'optional', note: 'Only with status paid.' },
      { name: 'reference', example: 'PO-4711', need: 'optional', note: 'The number that the client gave.' },
      { name: 'terms', example: '', need: 'optional', note: 'Of payment, as printed.' },
      { name: 'notes', example: '', need: 'optional', note: 'Printed below the lines.' },
    ],
  },
};

/** A file to start from: the columns and one example. */
export function templateOf(kind: ImportKind): string {
  const { columns } = kinds[kind];
  const line = (cells: string[]) => `${cells.join(',')}\r\n`;
  return line(columns.map(({ name }) => name)) + line(columns.map(({ example }) => example));
}
