import { readFileSync } from 'node:fs';
import { Business } from '../../src/businesses/business.entity.ts';
import { TeamMember } from '../../src/businesses/team-member.entity.ts';
import type { Services } from '../../src/context.ts';
import { findLogo } from '../../src/files/logo.access.ts';
import { uploadFile } from '../../src/files/upload-file.ts';
import { importClients } from '../../src/imports/import-clients.ts';
import { importInvoices } from '../../src/imports/import-invoices.ts';
import { connectStripe } from '../../src/payments/connect-stripe.ts';
import { dayIn } from '../../src/shared/clock.ts';
import { emFor } from '../../src/tenancy.ts';
import { seedDealings } from './demo-dealings.ts';
import { demoFiles } from './demo-files.ts';
import { seedTickets } from './seed-tickets.ts';

export const DEMO_OWNER = 'noor@northwind.example';
export const DEMO_CLIENT = 'ada@lindqvist.example';

/** Northwind Studio, filled through the product's own import. Does nothing where any business is. */
export async function seedDemo(services: Services): Promise<boolean> {
  const system = emFor(services.orm, { kind: 'system' });
  if (await system.count(Business, {})) return false;

  const business = Object.assign(Business.create('Northwind Studio'), {
    email: 'billing@northwind.example',
    address: ['Northwind Studio GmbH', 'Speicherstraße 12', '20457 Hamburg', 'Germany'],
    timeZone: 'Europe/Berlin',
    brandColor: '#1f5f5b',
    locale: 'en-GB',
    senderName: 'Noor at Northwind Studio',
    taxId: 'DE 341 882 907',
    terms: 'Payable within 14 days without deduction.',
    notes: 'Thank you for working with us.',
    taxRates: demoTaxes,
    bankDetails: 'Northwind Studio GmbH\nIBAN DE02 1203 0000 0000 2020 51\nBIC BYLADEM1001',
  });
  const owner = Object.assign(new TeamMember(), { businessId: business.id, name: 'Noor Haddad', email: DEMO_OWNER, role: 'OWNER' as const });
  const files = demoFiles(dayIn(business.timeZone, services.clock()));
  await system.transactional(async (em) => {
    await em.persist([business, owner]).flush();
    const logo = await uploadFile({ em, files: services.files }, business.id, { purpose: 'LOGO', contentType: 'image/png', content: readFileSync(LOGO) });
    business.describe({ logo: await findLogo(em, business.id, logo.id) });
    await em.flush();
    mustBeClean(await importClients(em, business.id, { csv: files.clientsCsv, fileName: 'clients.csv' }));
    mustBeClean(await importInvoices(em, business.id, { csv: files.invoicesCsv, fileName: 'invoices.csv' }, services.clock()));
    // The import lets go of every entity between two rows.
    await seedDealings(em, await em.findOneOrFail(Business, { id: business.id }), viewerOf(owner), services.clock());
  });
  await seedTickets(services, business, owner, files.tickets);
  await connectStripe(services, business.id, { secretKey: 'sk_test_demo', publishableKey: 'pk_test_demo' });
  return true;
}

const LOGO = new URL('northwind-logo.png', import.meta.url);

const demoTaxes = [['VAT', '19'], ['VAT', '7'], ['Reverse charge', '0']].map(([name = '', rate = '']) => ({ name, rate, isCompound: false, isDefault: false }));

const viewerOf = ({ id, businessId, name, email, role }: TeamMember) =>
  ({ kind: 'team', businessId, teamMemberId: id, name, email, role, sessionId: '' }) as const;

function mustBeClean({ errors }: { errors: { row: number; message: string }[] }): void {
  if (errors[0]) throw new Error(`The demo's files do not import: row ${errors[0].row}: ${errors[0].message}`);
}
