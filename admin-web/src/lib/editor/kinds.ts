import { resolve } from '$app/paths';
import { apollo } from '#lib/apollo.ts';
import {
  AttachFileDocument, CreateEstimateDocument, CreateInvoiceDocument, EditEstimateDocument, EditInvoiceDocument, UpdateEstimateDocument,
  UpdateInvoiceDocument, type AttachmentItemFragment, type EditorEstimateFragment, type EditorInvoiceFragment, type SavedInvoiceFragment,
} from '#lib/gql/graphql.ts';
import type { DraftKind } from './draft.ts';
import type { DraftContent } from './read-draft.ts';

/** What an autosave learns. */
export type SavedDocument = Pick<SavedInvoiceFragment, 'id' | 'version' | 'number' | 'taxRounding' | 'total'>;

interface EditorKind {
  noun: string;
  list: { href: string; label: string };
  lastDateLabel: string;
  /** Of the shortcuts to it. */
  periodLabel: string;
  create(clientId: string, content: DraftContent, lastDate: string, deposit: number | null): Promise<SavedDocument>;
  update(saved: { id: string; version: number }, clientId: string, content: DraftContent, lastDate: string, deposit: number | null): Promise<SavedDocument>;
  /** As the server has it now. */
  load(id: string): Promise<EditorInvoiceFragment | EditorEstimateFragment>;
  attach(id: string, fileId: string, name: string): Promise<AttachmentItemFragment>;
}

/** All in which an estimate is edited differently from an invoice. */
export const editorKinds: Record<DraftKind, EditorKind> = {
  INVOICE: {
    noun: 'invoice',
    list: { href: resolve('invoices'), label: 'Invoices' },
    lastDateLabel: 'Due date',
    periodLabel: 'Payment due',
    async create(clientId, content, dueDate, deposit) {
      const { data } = await apollo().mutate({ mutation: CreateInvoiceDocument, variables: { input: { clientId, ...content, dueDate, deposit } } });
      return data!.createInvoice;
    },
    async update({ id, version }, clientId, content, dueDate, deposit) {
      const input = { id, version, clientId, ...content, dueDate, deposit };
      const { data } = await apollo().mutate({ mutation: UpdateInvoiceDocument, variables: { input } });
      return data!.updateInvoice;
    },
    async load(id) {
      const { data } = await apollo().query({ query: EditInvoiceDocument, variables: { id }, fetchPolicy: 'network-only' });
      return data!.invoice;
    },
    async attach(invoiceId, fileId, name) {
      const { data } = await apollo().mutate({ mutation: AttachFileDocument, variables: { invoiceId, fileId, name } });
      return data!.attachFile;
    },
  },
  ESTIMATE: {
    noun: 'estimate',
    list: { href: resolve('estimates'), label: 'Estimates' },
    lastDateLabel: 'Valid until',
    periodLabel: 'Valid for',
    async create(clientId, content, validUntil) {
      const { data } = await apollo().mutate({ mutation: CreateEstimateDocument, variables: { input: { clientId, ...content, validUntil } } });
      return data!.createEstimate;
    },
    async update({ id, version }, clientId, content, validUntil) {
      const { data } = await apollo().mutate({ mutation: UpdateEstimateDocument, variables: { input: { id, version, clientId, ...content, validUntil } } });
      return data!.updateEstimate;
    },
    async load(id) {
      const { data } = await apollo().query({ query: EditEstimateDocument, variables: { id }, fetchPolicy: 'network-only' });
      return data!.estimate;
    },
    async attach(estimateId, fileId, name) {
      const { data } = await apollo().mutate({ mutation: AttachFileDocument, variables: { estimateId, fileId, name } });
      return data!.attachFile;
    },
  },
};
