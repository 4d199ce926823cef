import { problemOf, type ProblemReport } from 'web-kit/graphql-error.ts';
import { SendKey } from 'web-kit/send-key.ts';
import type { Draft } from './draft.svelte.ts';

/** Sending what a draft holds: once at a time, with its files, and forgotten only when it has arrived. */
export class Sending {
  isBusy = $state(false);
  problem = $state.raw<ProblemReport>();

  private readonly key = new SendKey();

  constructor(private readonly draft: Draft) {}

  async run<Answer>(mutate: (sent: { fileIds: string[]; idempotencyKey: string }) => Promise<Answer>): Promise<Answer | undefined> {
    if (this.isBusy) return undefined;
    const { uploads } = this.draft;
    this.isBusy = true;
    this.problem = undefined;
    try {
      await uploads.settled();
      if (uploads.hasFailed) {
        this.problem = { code: 'UPLOAD', message: `A file could not be uploaded. ${uploads.all.some(({ canRetry }) => canRetry) ? 'Try it again or remove it' : 'Remove it'}, then send.` };
        return undefined;
      }
      const fileIds = uploads.there.map(({ id }) => id);
      const { subject, text } = this.draft;
      const answer = await mutate({ fileIds, idempotencyKey: this.key.of({ subject, text, fileIds }) });
      this.key.forget();
      this.draft.clear();
      return answer;
    } catch (reason) {
      const problem = problemOf(reason);
      this.problem = problem.code === 'UNAUTHENTICATED'
        ? { ...problem, message: 'You are not signed in any more. What you wrote is kept in this browser: sign in again and send it then.' }
        : problem;
      return undefined;
    } finally {
      this.isBusy = false;
    }
  }

  /** What the server holds against one of the fields. */
  in(field: string): string | undefined {
    return this.problem?.code === 'BAD_USER_INPUT' && this.problem.field?.endsWith(field) ? this.problem.message : undefined;
  }
}
