import { createContext } from 'svelte';
import type { ViewerQuery } from './gql/graphql.ts';
import type { ToPay } from './pay/payable.ts';

type Viewer = NonNullable<ViewerQuery['viewer']>;

/** What every page of the portal may ask of what is around it. */
export interface Portal {
  readonly business: Viewer['business'];
  /** Opens the payment dialog; resolves when it is open, or when the person was told why it is not. */
  pay(toPay: ToPay): Promise<void>;
}

export const [getPortal, setPortal] = createContext<Portal>();
