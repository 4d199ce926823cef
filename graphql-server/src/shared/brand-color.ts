const FALLBACK = '#27313f';

/** WCAG 2.2, 1.4.3: text of any size. */
const TEXT_CONTRAST = 4.5;
/** The same for 18 pt, or 14 pt in bold. */
export const LARGE_TEXT_CONTRAST = 3;

/** "#rrggbb" in lower case. Anything else (which could carry CSS) becomes a calm default. */
export function safeColor(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : FALLBACK;
}

/** The colour itself where it can be read as text on the background, else darkened or lightened until it can. */
export function readableColor(color: string, background: string, contrast = TEXT_CONTRAST): string {
  const towards = luminance(background) > 0.18 ? 0 : 255;
  let channels = channelsOf(safeColor(color));
  while (contrastOf(luminanceOf(channels), luminance(background)) < contrast) {
    const next = channels.map((channel) => Math.round(channel + (towards - channel) * 0.08));
    // Rounding stops short of the end by a few steps.
    if (next.every((channel, index) => channel === channels[index])) return towards === 0 ? '#000000' : '#ffffff';
    channels = next;
  }
  return toHex(channels);
}

/** For a button: white on the colour, if need be a little darkened, else black on a light one. */
export function groundAndInk(color: string): { ground: string; ink: '#ffffff' | '#000000' } {
  const brand = safeColor(color);
  if (contrastBetween('#ffffff', brand) < LARGE_TEXT_CONTRAST) return { ground: brand, ink: '#000000' };
  return { ground: readableColor(brand, '#ffffff'), ink: '#ffffff' };
}

export function contrastBetween(one: string, other: string): number {
  return contrastOf(luminance(one), luminance(other));
}

function contrastOf(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminance(color: string): number {
  return luminanceOf(channelsOf(color));
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminanceOf(channels: number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}

function toHex(channels: number[]): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
