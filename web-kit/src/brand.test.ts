import { describe, expect, test } from 'vitest';
import { brandColors, brandStyle, contrastRatio } from './brand.ts';

const brands = ['#000000', '#ffffff', '#ffe600', '#3f5bd8', '#0b7a4b', '#ff0066', '#808080', '#00ffff', '#1a1a1a'];
const surfaces = { light: ['#ffffff', '#f7f7f8', '#f2f3f5'], dark: ['#16181c', '#0e0f12', '#1c1e23'] } as const;

describe.each(brands)('the brand colour %s', (brand) => {
  test.each(['light', 'dark'] as const)('stays readable in the %s theme', (theme) => {
    const colors = brandColors(brand, theme);
    expect(contrastRatio(colors.solid, colors.onSolid)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(colors.solidHover, colors.onSolid)).toBeGreaterThanOrEqual(4.5);
    for (const surface of surfaces[theme]) {
      expect(contrastRatio(colors.ink, surface)).toBeGreaterThanOrEqual(4.5);
      expect(contrastRatio(colors.solid, surface)).toBeGreaterThanOrEqual(3);
    }
  });
});

test('a colour that already reads well is left as it is', () => {
  expect(brandColors('#0b5cad', 'light')).toMatchObject({ solid: '#0b5cad', ink: '#0b5cad', onSolid: '#ffffff' });
});

test('nothing but colours gets into the style attribute', () => {
  expect(brandStyle('red; background: url(//evil)')).toBe(brandStyle('#3f5bd8'));
});
