import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { woff2CodePoints } from './woff2-coverage.ts';

/**
 * The fonts that ship with the product (@fontsource, SIL Open Font License), each cut into files
 * by range of characters. The Chinese, Japanese and Korean ones are variable fonts, as their files
 * for two weights would be four times as large; the others are not, as a PDF holds a static font
 * better.
 */
interface Family {
  name: string;
  package: string;
}

const SCRIPTS: readonly Family[] = [
  { name: 'Inter', package: '@fontsource/inter' },
  ...['Hebrew', 'Arabic', 'Devanagari', 'Bengali', 'Thai', 'Armenian', 'Georgian', 'Symbols', 'Symbols 2'].map((script) => ({
    name: `Noto Sans ${script}`,
    package: `@fontsource/noto-sans-${script.toLowerCase().replace(' ', '-')}`,
  })),
];
const HAN = {
  SC: { name: 'Noto Sans SC', package: '@fontsource-variable/noto-sans-sc' },
  TC: { name: 'Noto Sans TC', package: '@fontsource-variable/noto-sans-tc' },
  JP: { name: 'Noto Sans JP', package: '@fontsource-variable/noto-sans-jp' },
  KR: { name: 'Noto Sans KR', package: '@fontsource-variable/noto-sans-kr' },
} satisfies Record<string, Family>;
const EMOJI: Family = { name: 'Noto Emoji', package: '@fontsource-variable/noto-emoji' };

/** `@font-face` rules with just the files that the text needs, as data URIs, and the families in their order. */
export function fontsFor(text: string, locale: string): { faces: string; families: string } {
  const { files } = choose(text, locale);
  return {
    faces: [...files].map(faceRules).join('\n'),
    families: [...new Set([...files].map((file) => `"${file.family.name}"`)), 'sans-serif'].join(', '),
  };
}

/** The characters of a text that no font of ours can show. */
export function missingGlyphs(text: string): string[] {
  return choose(text, 'en').missing;
}

function choose(text: string, locale: string): { files: Set<FontFile>; missing: string[] } {
  const files = new Set<FontFile>();
  const missing: string[] = [];
  const families = [...SCRIPTS, ...hanByPreference(text, locale), EMOJI];
  // Always there: an empty document has a font too, and the space is in every text.
  for (const character of new Set([' ', ...text])) {
    if (isInvisible(character)) continue;
    const codePoint = character.codePointAt(0) as number;
    const file = families.flatMap(filesOf).find((candidate) => candidate.shows(codePoint));
    if (file) files.add(file);
    else missing.push(character);
  }
  return { files: inOrderOf(families, files), missing };
}

/** Joiners, direction marks, variation selectors, line breaks: they have no picture of their own. */
function isInvisible(character: string): boolean {
  return /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]/u.test(character);
}

/** One code point of Han looks different in each of these languages; the reader's goes first. */
function hanByPreference(text: string, locale: string): Family[] {
  const { SC, TC, JP, KR } = HAN;
  const language = locale.toLowerCase();
  if (/[\u3040-\u30ff]/.test(text) || language.startsWith('ja')) return [JP, SC, TC, KR];
  if (/^zh-(hant|tw|hk|mo)/.test(language)) return [TC, SC, JP, KR];
  if (!language.startsWith('zh') && /\p{Script=Hangul}/u.test(text)) return [KR, SC, TC, JP];
  return [SC, TC, JP, KR];
}

function inOrderOf(families: Family[], files: Set<FontFile>): Set<FontFile> {
  return new Set([...files].toSorted((one, other) => families.indexOf(one.family) - families.indexOf(other.family)));
}

const require = createRequire(import.meta.url);

class FontFile {
  readonly family: Family;
  readonly unicodeRange: string;
  readonly #path: string;
  readonly #ranges: [first: number, last: number][];
  #codePoints: Set<number> | undefined;

  constructor(family: Family, path: string, unicodeRange: string) {
    this.family = family;
    this.#path = path;
    this.unicodeRange = unicodeRange;
    this.#ranges = unicodeRange.split(',').map((range) => {
      const [first = '', last = first] = range.trim().slice('U+'.length).split('-');
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
    });
  }

  /** The range alone says too much: a subset is named for characters that its font never had. */
  shows(codePoint: number): boolean {
    if (!this.#ranges.some(([first, last]) => codePoint >= first && codePoint <= last)) return false;
    this.#codePoints ??= woff2CodePoints(readFileSync(this.weights[0]?.path ?? ''));
    return this.#codePoints.has(codePoint);
  }

  get isVariable(): boolean {
    return this.family.package.startsWith('@fontsource-variable/');
  }

  get weights(): { weight: string; path: string }[] {
    const file = (weight: string) => `${this.#path}-${weight}-normal.woff2`;
    if (this.isVariable) return [{ weight: '100 900', path: file('wght') }];
    // Symbols have one weight.
    return ['400', '600'].map((weight) => ({ weight, path: file(weight) })).filter(({ path }) => existsSync(path));
  }
}

const filesByFamily = new Map<Family, FontFile[]>();

function filesOf(family: Family): FontFile[] {
  let files = filesByFamily.get(family);
  if (!files) {
    const folder = dirname(require.resolve(`${family.package}/unicode.json`));
    const id = family.package.slice(family.package.indexOf('/') + 1);
    const ranges = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
    files = Object.entries(ranges).map(
      ([subset, range]) => new FontFile(family, join(folder, 'files', `${id}-${subset.replace(/[[\]]/g, '')}`), range),
    );
    filesByFamily.set(family, files);
  }
  return files;
}

function faceRules(file: FontFile): string {
  return file.weights
    .map(({ weight, path }) => {
      const data = readFileSync(path).toString('base64');
      return `@font-face{font-family:"${file.family.name}";font-weight:${weight};src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${file.unicodeRange}}`;
    })
    .join('\n');
}
