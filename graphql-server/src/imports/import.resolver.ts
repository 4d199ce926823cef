import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { mustBeTeam, mustHavePower } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { ImportBatch } from './import-batch.entity.ts';
import { importClients } from './import-clients.ts';
import { importKinds, type ImportKind } from './import-fields.ts';
import { importInvoices } from './import-invoices.ts';
import { ImportReport } from './import-report.ts';
import { type ImportBatchRow, listImports, lockImport } from './import.access.ts';
import { ColumnMappingInput, ImportFormatInput, ImportPreview } from './import.types.ts';
import { previewImport } from './preview-import.ts';
import { undoImport } from './undo-import.ts';
import { undoRefusal } from './undo-refusal.ts';

/** A dry run checks everything and imports nothing. */
@Resolver(() => ImportBatch)
export class ImportResolver {
  @Query(() => ImportPreview, { description: 'What is in a file, before anything is done with it.' })
  previewImport(
    @Ctx() context: Context,
    @Arg('kind', () => importKinds) kind: ImportKind,
    @Arg('csv', () => String) csv: string,
  ): ImportPreview {
    mustHavePower(context, 'bill');
    return previewImport(kind, csv);
  }

  @Query(() => [ImportBatch], { description: 'The latest 50, newest first.' })
  importBatches(@Ctx() context: Context): Promise<ImportBatchRow[]> {
    return listImports(context.em, mustBeTeam(context));
  }

  @Mutation(() => ImportReport, { description: 'All rows, or none when one has an error.' })
  importClients(
    @Ctx() context: Context,
    @Arg('csv', () => String) csv: string,
    @Arg('dryRun', () => Boolean, { defaultValue: false }) dryRun: boolean,
    @Arg('fileName', () => String, { defaultValue: 'clients.csv' }) fileName: string,
    @Arg('mapping', () => [ColumnMappingInput], { nullable: true }) mapping?: ColumnMappingInput[],
  ): Promise<ImportReport> {
    const { businessId, teamMemberId } = mustHavePower(context, 'bill');
    return importClients(context.em, businessId, { csv, dryRun, fileName: nameOf(fileName), mapping, teamMemberId });
  }

  @Mutation(() => ImportReport, { description: 'All invoices, or none when a row has an error. Nobody is mailed.' })
  importInvoices(
    @Ctx() context: Context,
    @Arg('csv', () => String) csv: string,
    @Arg('dryRun', () => Boolean, { defaultValue: false }) dryRun: boolean,
    @Arg('fileName', () => String, { defaultValue: 'invoices.csv' }) fileName: string,
    @Arg('mapping', () => [ColumnMappingInput], { nullable: true }) mapping?: ColumnMappingInput[],
    @Arg('format', () => ImportFormatInput, { nullable: true }) format?: ImportFormatInput,
  ): Promise<ImportReport> {
    const { businessId, teamMemberId } = mustHavePower(context, 'bill');
    return importInvoices(context.em, businessId, { csv, dryRun, fileName: nameOf(fileName), mapping, format, teamMemberId }, context.clock());
  }

  @Mutation(() => ImportBatch, {
    description: 'Takes back what an import brought, as long as nobody has worked with it. Numbers that it skipped stay skipped.',
  })
  async undoImport(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<ImportBatch> {
    const viewer = mustHavePower(context, 'bill');
    const batch = await lockImport(context.em, viewer, id);
    await undoImport(context.em, viewer, batch, context.clock());
    return batch;
  }

  @FieldResolver(() => importKinds)
  kind(@Root() batch: ImportBatchRow): ImportKind {
    return batch.kind;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Whose import it was.' })
  async by(@Root() { by, businessId, teamMemberId }: ImportBatchRow, @Ctx() { em }: Context): Promise<string | null> {
    if (by !== undefined || !teamMemberId) return by ?? null;
    const [member] = await em.execute<{ name: string }[]>('select name from team_member where business_id = ? and id = ?', [businessId, teamMemberId]);
    return member?.name ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it cannot be undone, if so.' })
  undoRefusal(@Root() batch: ImportBatchRow, @Ctx() { em }: Context): Promise<string | null> {
    return undoRefusal(em, batch);
  }
}

const nameOf = (fileName: string) => fileName.trim().replaceAll(/\p{C}/gu, '').slice(0, 200) || 'file.csv';
