import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { importClients } from './import-clients.ts';
import { importInvoices } from './import-invoices.ts';
import { ImportReport } from './import-report.ts';

/** A dry run checks everything and imports nothing. */
@Resolver()
export class ImportResolver {
  @Mutation(() => ImportReport, { description: 'All rows, or none when one has an error.' })
  importClients(
    @Ctx() context: Context,
    @Arg('csv', () => String) csv: string,
    @Arg('dryRun', () => Boolean, { defaultValue: false }) dryRun: boolean,
  ): Promise<ImportReport> {
    return importClients(context.em, mustHavePower(context, 'bill').businessId, csv, dryRun);
  }

  @Mutation(() => ImportReport, { description: 'All invoices, or none when a row has an error. Nobody is mailed.' })
  importInvoices(
    @Ctx() context: Context,
    @Arg('csv', () => String) csv: string,
    @Arg('dryRun', () => Boolean, { defaultValue: false }) dryRun: boolean,
  ): Promise<ImportReport> {
    return importInvoices(context.em, mustHavePower(context, 'bill').businessId, csv, dryRun);
  }
}
