import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { createPdfRenderer } from '../adapters/puppeteer.ts';
import { fontsFor, missingGlyphs } from './document-fonts.ts';

const SAMPLES = {
  'Western Europe': 'Ünïçødé ßæœøåñ Ærøskøbing «Señor» „Straße“ l’été 100 € £ ¥ ½',
  'Central Europe, Turkey': 'Zażółć gęślą jaźń, příliš žluťoučký kůň, őű, ışğİ ₺ Kč zł',
  Vietnamese: 'Nguyễn Thị Ánh Tuyết, Đường Lê Lợi ₫',
  Greek: 'Αθήνα, Ελλάδα: ταυτότητα ΰ ἀρχή',
  Cyrillic: 'Привет, Їжак ґанок, Љубљана, Қазақстан ₽ ₴ ₸ №',
  Hebrew: 'שלום עולם, שָׁלוֹם ₪',
  Arabic: 'مرحبا بالعالم ١٢٣٤٫٥ پچگژ کی ٪ ؟ ر.س.‏',
  Devanagari: 'नमस्ते, क्षत्रिय १२३ ₹',
  Bengali: 'বাংলা ৳',
  Thai: 'สวัสดี กรุงเทพ ฿',
  Armenian: 'Հայաստան',
  Georgian: 'საქართველო',
  Japanese: '株式会社さくら カタカナ ｶﾀｶﾅ 髙﨑 𠮷野家 〒 ￥',
  'Chinese, simplified': '北京设计有限公司，上海市浦东新区。',
  'Chinese, traditional': '臺灣設計有限公司、香港龍鳳茶樓「龜」',
  Korean: '주식회사 서울 똠방각하 ₩ 株式會社',
  Signs: '→ ← ↑ ↓ ✓ ✔ ✗ ☐ ☑ ★ • – — … ™ © ® ° ² ³ × ÷ ± ≈ ≤ ≥ ∞ √ § ¶ † ‡ ‰',
  Currencies: '€ £ ¥ ₹ ₺ ₽ ₴ ₪ ₫ ₩ ฿ ₦ ₱ ₡ ₵ ₸ ₼ ₾ ₿ ƒ ₲ ₭ ₮',
  Emoji: '🎉 🚀 ❤️ 👩‍💻 👍🏽 🇩🇪 ✅ ☕ 1️⃣ 🏳️‍🌈 🫠',
};

it.each(Object.entries(SAMPLES))('has a glyph for each character of %s', (_, text) => {
  expect(missingGlyphs(text)).toEqual([]);
});

it('is printed in its own fonts alone: a system may have none', async () => {
  const text = Object.values(SAMPLES).join(' ');
  const { faces, families } = fontsFor(text, 'en');
  const renderer = createPdfRenderer({ cacheDir: join(tmpdir(), 'client-portal-test-chromium') });
  const fontsOf = async (words: string) => {
    const page = `<!doctype html><style>${faces} body { font-family: ${families} }</style><p>${words}</p><p style="font-weight:600">${words}</p>`;
    const pdf = Buffer.from(await renderer.render(page, { title: 't', lang: 'en' })).toString('latin1');
    return [...new Set([...pdf.matchAll(/\/FontName \/[A-Z]{6}\+(\w+)/g)].map(([, name = '']) => name))];
  };
  try {
    const names = await fontsOf(text);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !/^(Inter|Noto(Sans|Emoji))/.test(name))).toEqual([]);
  } finally {
    await renderer.close();
  }
});

it('names the characters that it cannot show', () => {
  expect(missingGlyphs('a 𓀀 b \u{10ffff}')).toEqual(['𓀀', '\u{10ffff}']);
});

it('brings the files of a text alone', () => {
  const latin = fontsFor('Hello', 'en');
  expect(latin.families).toBe('"Inter", sans-serif');
  expect(latin.faces.length).toBeLessThan(80_000);
  expect(fontsFor('Hello שלום', 'en').families).toBe('"Inter", "Noto Sans Hebrew", sans-serif');
});

it('writes Han as the reader does', () => {
  const han = (text: string, locale: string) => /Noto Sans (?:SC|TC|JP|KR)/.exec(fontsFor(text, locale).families)?.[0];
  expect(han('直', 'en')).toBe('Noto Sans SC');
  expect(han('直', 'zh-Hant-TW')).toBe('Noto Sans TC');
  expect(han('直', 'ja')).toBe('Noto Sans JP');
  expect(han('直す', 'en')).toBe('Noto Sans JP');
  expect(han('서울 直', 'en')).toBe('Noto Sans KR');
});
