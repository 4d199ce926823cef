import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { MailRefused, RecipientInactive, type SentMail, type Services } from '../context.ts';
import type { Attempt, Jobs } from '../jobs.ts';
import { emFor } from '../tenancy.ts';
import { announceDispatch } from './announce-dispatch.ts';
import { composeDispatch, type ComposedDispatch } from './compose-dispatch.ts';
import { Dispatch } from './dispatch.entity.ts';
import { readMailed } from './mailed-attachments.ts';
import { reasonToCancel } from './reason-to-cancel.ts';
import { recordSending } from './record-sending.ts';
import { recordReturn, suppressAddress } from './suppress-address.ts';
import { refusalOf } from './suppressed-address.entity.ts';
import { suppressionOf, wasJustCleared } from './suppression.access.ts';

/**
 * Composes and sends one mail. The link's token is made here and leaves with the mail, so that it
 * is in no table, payload or log; a second try makes another. Before it does, it asks whether the first
 * one's mail was taken after all: its answer may have been lost, or we were killed before we noted it.
 */
export async function sendDispatch(services: Services, { businessId, dispatchId }: Jobs['send-dispatch'], attempt: Attempt): Promise<void> {
  const em = emFor(services.orm, { kind: 'business', businessId });
  if (!attempt.isFirst && (await hasLeft(services, em, { businessId, dispatchId }, attempt))) return;
  const prepared = await em.transactional((tx) => prepare(services, tx, businessId, dispatchId));
  if (!prepared) return;
  const { dispatch, files, ...mail } = prepared;
  const attachments = await readMailed(services.files, files);
  // Reading takes its time, and a payment may have come in meanwhile.
  if (files.length > 0 && (await endsHere(em, dispatch))) return;

  const outcome = await services.mailer.send({ ...mail, attachments }).catch(async (error: unknown) => {
    if (await isFinal(services, em, dispatch, error, attempt)) return error as Error;
    // It will be tried again; meanwhile whoever waits for it can see why.
    await conclude(em, dispatch, () => dispatch.markDelayed((error as Error).message));
    throw error;
  });
  await conclude(em, dispatch, async (tx) => {
    if (outcome instanceof RecipientInactive) return refusedAddress(tx, dispatch, services.clock());
    if (outcome instanceof Error) return dispatch.markFailed(outcome.message);
    return noteSent(tx, dispatch, outcome, services.clock());
  });
}

async function noteSent(tx: EntityManager, dispatch: Dispatch, { id, subject }: SentMail, at: Date): Promise<void> {
  dispatch.markSent(id, at);
  dispatch.subject = subject;
  await recordSending(tx, dispatch);
}

/** Also one that the provider has told of meanwhile: that it left is still to be noted. */
async function hasLeft({ mailer, clock }: Services, em: EntityManager, { businessId, dispatchId: id }: Jobs['send-dispatch'], { isLast }: Attempt): Promise<boolean> {
  const dispatch = await em.findOneOrFail(Dispatch, { businessId, id });
  if (dispatch.sentAt !== null) return true;
  const found = await mailer.find(id).catch(async (error: Error) => {
    await conclude(em, dispatch, () => (isLast ? dispatch.markFailed(error.message) : dispatch.markDelayed(error.message)));
    throw error;
  });
  if (found) await conclude(em, dispatch, (tx) => (dispatch.sentAt === null ? noteSent(tx, dispatch, found, clock()) : undefined));
  return found !== null;
}

async function prepare(services: Services, tx: EntityManager, businessId: string, id: string): Promise<(ComposedDispatch & { dispatch: Dispatch }) | null> {
  const dispatch = await tx.findOneOrFail(Dispatch, { businessId, id });
  if (dispatch.state !== 'QUEUED' || (await endsHere(tx, dispatch))) return null;
  return { dispatch, ...(await composeDispatch(services, tx, dispatch)) };
}

/** Whether it is wanted no more, or may not go to this address. It says why. */
async function endsHere(em: EntityManager, dispatch: Dispatch): Promise<boolean> {
  const reason = await reasonToCancel(em, dispatch);
  const suppression = reason ? undefined : await suppressionOf(em, dispatch.businessId, dispatch.recipient);
  if (!reason && !suppression) return false;
  await conclude(em, dispatch, () => (suppression ? dispatch.markFailed(refusalOf(suppression)) : dispatch.cancel(reason ?? '')));
  return true;
}

/** A recipient that was cleared is active again at the provider within a minute or so. */
async function isFinal({ clock }: Services, em: EntityManager, dispatch: Dispatch, error: unknown, { isLast }: Attempt): Promise<boolean> {
  if (isLast) return true;
  return error instanceof MailRefused && !(error instanceof RecipientInactive && (await wasJustCleared(em, dispatch.businessId, dispatch.recipient, clock())));
}

/** The provider knows something of the address that it has not told us, or told another business. */
async function refusedAddress(tx: EntityManager, dispatch: Dispatch, now: Date): Promise<void> {
  dispatch.markFailed(refusalOf({ cause: 'BOUNCED', address: dispatch.recipient }));
  const detail = 'The mail provider sends nothing to this address, since earlier mail came back or was reported as spam.';
  if (await suppressAddress(tx, dispatch, 'BOUNCED', detail, now)) recordReturn(tx, dispatch, 'mail.bounced', true);
}

/** The provider's word on the delivery may have come before its answer to us, so the row is read once more. */
function conclude(em: EntityManager, dispatch: Dispatch, change: (tx: EntityManager) => Promise<void> | void): Promise<void> {
  return em.transactional(async (tx) => {
    await tx.refresh(dispatch, { lockMode: LockMode.PESSIMISTIC_WRITE });
    await change(tx);
    await tx.flush();
    await announceDispatch(tx, dispatch);
  });
}
