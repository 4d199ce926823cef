import { createContext } from 'svelte';
import type { InvoiceRowFragment, ViewerQuery } from './gql/graphql.ts';

type Viewer = NonNullable<ViewerQuery['viewer']>;

/** What every page of the portal may ask of what is around it. */
export interface Portal {
  readonly business: Viewer['business'];
  /** Opens the payment dialog; resolves when it is open. All invoices are of one currency. */
  pay(invoices: InvoiceRowFragment[]): Promise<void>;
}

export const [getPortal, setPortal] = createContext<Portal>();
