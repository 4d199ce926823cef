export interface SearchOption {
  value: string;
  label: string;
  /** Beside the label, worked out only for what is shown. */
  detail?: () => string;
}

/** Those that hold every typed word, in label or value; a label that begins so comes first. */
export function matching(options: readonly SearchOption[], typed: string): SearchOption[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...options];
  const found = options.filter(({ value, label }) => {
    const text = plain(`${label} ${value}`);
    return words.every((word) => text.includes(word));
  });
  const beginsSo = ({ label, value }: SearchOption) => plain(label).startsWith(words[0]!) || plain(value) === words[0];
  return [...found.filter(beginsSo), ...found.filter((option) => !beginsSo(option))];
}

/** "São Paulo" is found by "sao". */
const plain = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
