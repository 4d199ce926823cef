export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

/** Button and LinkButton look the same; only what they do differs. */
export function buttonClass(tone: ButtonTone, size: ButtonSize): string {
  return `${shape} ${tones[tone]} ${sizes[size]}`;
}

const shape =
  'inline-flex select-none items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap no-underline transition-colors duration-100 disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0';

const tones: Record<ButtonTone, string> = {
  primary:
    'border-transparent bg-accent text-on-accent shadow-xs not-disabled:hover:bg-accent-hover',
  secondary:
    'border-line-strong bg-surface text-ink shadow-xs not-disabled:hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-muted not-disabled:hover:bg-hover not-disabled:hover:text-ink',
  danger: 'border-line-strong bg-surface text-danger shadow-xs not-disabled:hover:bg-danger-soft',
};

const sizes: Record<ButtonSize, string> = {
  sm: 'min-h-8 px-2.5 text-sm',
  md: 'min-h-9 px-3.5 text-base',
  lg: 'min-h-11 px-5 text-lg',
};
