import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { mustBeSignedIn, type ContactViewer } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { findEstimate } from '../estimates/estimate.access.ts';
import { findInvoice } from '../invoices/invoice.access.ts';
import { DomainError } from '../shared/domain-error.ts';
import { noteView } from './note-view.ts';

const description = 'A contact has it on screen: the team sees so on the timeline.';

@Resolver()
export class ViewingResolver {
  @Mutation(() => Boolean, { description })
  async markInvoiceViewed(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<boolean> {
    const viewer = mustBeContact(context);
    await noteView(context.em, viewer, 'invoice', await findInvoice(context.em, viewer, id), context.clock());
    return true;
  }

  @Mutation(() => Boolean, { description })
  async markEstimateViewed(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<boolean> {
    const viewer = mustBeContact(context);
    await noteView(context.em, viewer, 'estimate', await findEstimate(context.em, viewer, id), context.clock());
    return true;
  }
}

function mustBeContact(context: Context): ContactViewer {
  const viewer = mustBeSignedIn(context);
  if (viewer.kind !== 'contact') throw new DomainError('FORBIDDEN', 'Only what the client looks at is noted.');
  return viewer;
}
