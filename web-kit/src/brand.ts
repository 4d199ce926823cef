/**
 * A business chooses one colour; text on it and text in it must stay readable.
 * The hue is kept, the lightness is moved until the contrast of WCAG 2.2 AA holds.
 */
export interface BrandColors {
  /** Behind a primary button. */
  solid: string;
  solidHover: string;
  /** Text on `solid`. */
  onSolid: string;
  /** Links, and the focus ring: text on the page's surfaces. */
  ink: string;
}

type Rgb = readonly [number, number, number];

const white: Rgb = [255, 255, 255];
const black: Rgb = [12, 13, 16];
/** The hardest surface a text in the brand's colour stands on, by theme (see theme.css). */
const lightSurface: Rgb = [233, 234, 238];
const darkSurface: Rgb = [37, 40, 46];
const textContrast = 4.5;
const shapeContrast = 3;

export function brandColors(hex: string, theme: 'light' | 'dark'): BrandColors {
  const brand = parseHex(hex) ?? parseHex('#3f5bd8')!;
  const surface = theme === 'light' ? lightSurface : darkSurface;
  const away = theme === 'light' ? black : white;

  const visible = moveUntil(brand, away, (color) => contrast(color, surface) >= shapeContrast);
  const onSolid = contrast(white, visible) >= textContrast ? white : black;
  const solid = moveUntil(
    visible,
    onSolid === white ? black : white,
    (color) => contrast(onSolid, color) >= textContrast,
  );
  return {
    solid: toHex(solid),
    solidHover: toHex(mix(solid, onSolid === white ? black : white, 0.14)),
    onSolid: toHex(onSolid),
    ink: toHex(moveUntil(brand, away, (color) => contrast(color, surface) >= textContrast)),
  };
}

/** Declarations for a `style` attribute on the element with [data-brand]. */
export function brandStyle(hex: string): string {
  const light = brandColors(hex, 'light');
  const dark = brandColors(hex, 'dark');
  return [
    `--brand-solid:light-dark(${light.solid},${dark.solid})`,
    `--brand-solid-hover:light-dark(${light.solidHover},${dark.solidHover})`,
    `--brand-on-solid:light-dark(${light.onSolid},${dark.onSolid})`,
    `--brand-ink:light-dark(${light.ink},${dark.ink})`,
  ].join(';');
}

/** WCAG 2 contrast ratio of two "#rrggbb". */
export function contrastRatio(a: string, b: string): number {
  return contrast(parseHex(a) ?? black, parseHex(b) ?? white);
}

function moveUntil(from: Rgb, to: Rgb, holds: (color: Rgb) => boolean): Rgb {
  for (let step = 0; step <= 1; step += 0.02) {
    const color = mix(from, to, step);
    if (holds(color)) return color;
  }
  return to;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const channel = (index: 0 | 1 | 2) => Math.round(a[index] + (b[index] - a[index]) * share);
  return [channel(0), channel(1), channel(2)];
}

function contrast(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function parseHex(hex: string): Rgb | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return match ? [parseInt(match[1]!, 16), parseInt(match[2]!, 16), parseInt(match[3]!, 16)] : undefined;
}

function toHex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
