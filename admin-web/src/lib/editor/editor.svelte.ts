import type { AttachmentItemFragment, EditorBusinessFragment, EditorEstimateFragment, EditorInvoiceFragment } from '#lib/gql/graphql.ts';
import { problemOf, type ProblemReport } from 'web-kit/graphql-error.ts';
import { Autosave, type SaveState } from './autosave.ts';
import { draftFrom, isBlank, newDraft, type Draft, type DraftKind } from './draft.ts';
import { keptDraft } from './kept-draft.ts';
import { editorKinds, type SavedDocument } from './kinds.ts';
import { onScreen, readDraft, type Problems } from './read-draft.ts';

type StoredDocument = EditorInvoiceFragment | EditorEstimateFragment;

interface Options {
  kind: DraftKind;
  business: EditorBusinessFragment;
  language: string;
  /** The stored one, or what a new one begins with. */
  document: StoredDocument | null;
  client: Draft['client'];
  oncreated: (id: string) => void;
}

/** One document being written: what stands on screen, what of it is saved, and what keeps it from being. */
export class Editor {
  readonly kind: DraftKind;
  readonly business: EditorBusinessFragment;
  readonly language: string;
  readonly #options: Options;
  readonly #autosave = new Autosave(() => this.#save(), (state) => (this.saveState = state));

  draft = $state<Draft>() as Draft;
  saved = $state.raw<SavedDocument | null>(null);
  attachments = $state.raw<AttachmentItemFragment[]>([]);
  saveState = $state<SaveState>('idle');
  /** Where the writer is: not found fault with yet. */
  focusedPath = $state('');
  #wasAttempted = $state(false);
  #refusal = $state.raw<{ problem: ProblemReport; rows: number[] } | null>(null);
  #savedContent = $state('');

  readonly read = $derived.by(() => readDraft(this.draft, this.saved?.taxRounding ?? this.business.taxRounding, this.language));
  readonly #content = $derived(JSON.stringify([this.draft.client?.id ?? null, this.read.content, this.read.lastDate, this.read.deposit]));
  readonly isDirty = $derived(this.#content !== this.#savedContent);
  readonly canBeRead = $derived(Object.keys(this.read.problems).length === 0);

  /** By path; silent about what is missing until somebody tries to send. */
  readonly problems: Problems = $derived.by(() => {
    const found = { ...(this.#wasAttempted ? this.read.missing : {}), ...this.#refused, ...this.read.problems };
    if (!this.#wasAttempted) delete found[this.focusedPath];
    return found;
  });

  constructor(options: Options) {
    this.#options = options;
    ({ kind: this.kind, business: this.business, language: this.language } = options);
    if (options.document) this.#take(options.document);
    else this.#begin(options.client);
  }

  get #kind() {
    return editorKinds[this.kind];
  }

  /** Of the last try, beside no field. */
  get failure(): ProblemReport | null {
    return this.#refusal && Object.keys(this.#refused).length === 0 ? this.#refusal.problem : null;
  }

  get #refused(): Problems {
    const { problem, rows } = this.#refusal ?? {};
    if (problem?.code !== 'BAD_USER_INPUT' || !problem.field || !rows) return {};
    return { [onScreen(problem.field, rows).replace(/^(dueDate|validUntil)$/, 'lastDate')]: problem.message };
  }

  get isConflict(): boolean {
    return this.#refusal?.problem.code === 'CONFLICT';
  }

  /** Somebody wrote what would be a pity to lose. */
  get isWritten(): boolean {
    const { lines, reference, terms, notes, discount, deposit } = this.draft;
    const { business } = this;
    return (
      lines.some((line) => !isBlank(line)) || reference.trim() !== '' || discount.text.trim() !== '' || deposit.text.trim() !== '' ||
      terms !== (business.terms ?? '') || notes !== (business.notes ?? '')
    );
  }

  /** Run for every change on screen. */
  changed(): void {
    if (!this.isDirty) {
      this.#autosave.unchanged();
      if (this.saved) keptDraft.forget(this.kind, this.saved.id);
      return;
    }
    if (!this.saved && !this.isWritten) return;
    keptDraft.write(this.kind, this.saved?.id ?? null, { draft: $state.snapshot(this.draft) as Draft, version: this.saved?.version ?? null });
    if (this.draft.client && this.canBeRead && !this.isConflict) this.#autosave.changed();
    else this.#autosave.stop();
  }

  /** What was typed before a reload; true if there was something. */
  restore(): boolean {
    const kept = keptDraft.read(this.kind, this.saved?.id ?? null);
    if (!kept) return false;
    const isOther = this.#options.client && kept.draft.client?.id !== this.#options.client.id;
    if (isOther || kept.version !== (this.saved?.version ?? null)) {
      keptDraft.forget(this.kind, this.saved?.id ?? null);
      return false;
    }
    // It may have been kept before there was each of the fields.
    this.draft = { ...this.draft, ...kept.draft };
    return true;
  }

  startOver(): void {
    keptDraft.forget(this.kind, null);
    this.#begin(this.#options.client);
  }

  /** At once; true when nothing is left to save. */
  async flush(): Promise<boolean> {
    if (!this.isDirty) return this.#autosave.flush();
    if (!this.draft.client || !this.canBeRead || this.isConflict) return false;
    this.#autosave.changed();
    return this.#autosave.flush();
  }

  /** Names all that is missing from now on; true when it may be sent. */
  check(): boolean {
    this.#wasAttempted = true;
    const { problems, missing } = this.read;
    return Object.keys(problems).length === 0 && Object.keys(missing).length === 0;
  }

  async loadNewer(): Promise<void> {
    const newer = await this.#kind.load(this.saved!.id);
    this.#refusal = null;
    this.#take(newer);
  }

  /** In place of what somebody else saved. */
  async keepMine(): Promise<void> {
    const { version } = await this.#kind.load(this.saved!.id);
    this.saved = { ...this.saved!, version };
    this.#refusal = null;
    await this.flush();
  }

  async attach(fileId: string, name: string): Promise<void> {
    const attachment = await this.#kind.attach(this.saved!.id, fileId, name);
    this.attachments = [...this.attachments, attachment];
  }

  stop(): void {
    this.#autosave.stop();
  }

  #begin(client: Draft['client']): void {
    this.draft = newDraft(this.kind, this.business, client);
    this.#savedContent = '';
  }

  #take(document: StoredDocument): void {
    this.draft = draftFrom(document, this.business, this.language);
    this.saved = document;
    this.attachments = document.attachments;
    this.#savedContent = this.#content;
  }

  async #save(): Promise<void> {
    const { read: { content, lastDate, deposit, rows }, draft } = this;
    const stands = this.#content;
    const clientId = draft.client!.id;
    try {
      const before = this.saved;
      this.saved = before ? await this.#kind.update(before, clientId, content, lastDate, deposit) : await this.#kind.create(clientId, content, lastDate, deposit);
      this.#savedContent = stands;
      this.#refusal = null;
      if (!before) {
        keptDraft.forget(this.kind, null);
        this.#options.oncreated(this.saved.id);
      }
    } catch (reason) {
      this.#refusal = { problem: problemOf(reason), rows };
      throw reason;
    }
  }
}
