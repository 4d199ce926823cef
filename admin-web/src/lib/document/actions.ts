import type { Component } from 'svelte';

/** A button that a document offers; whether it does is the server's word. */
export interface DocumentAction {
  name: string;
  label: string;
  icon: Component<{ 'aria-hidden'?: 'true'; class?: string }>;
  /** Either leads somewhere or does something. */
  href?: string;
  /** A file, not a page. */
  isDownload?: boolean;
  run?: () => void;
  /** What most people came for. */
  isMain?: boolean;
  tone?: 'danger';
}
