// Stripe's Appearance API: https://docs.stripe.com/elements/appearance-api

let ruleSheet = null;

/** Follows `appearance` and answers with the colour scheme that the frame now has. */
export function applyAppearance(appearance = {}) {
  const root = document.documentElement;
  const theme = ['night', 'flat'].includes(appearance.theme) ? appearance.theme : 'stripe';
  root.dataset.theme = theme;
  root.dataset.labels = appearance.labels === 'floating' ? 'floating' : 'above';
  root.removeAttribute('style');
  for (const [name, value] of Object.entries(appearance.variables ?? {})) {
    if (/^[a-zA-Z0-9]+$/.test(name) && typeof value === 'string') root.style.setProperty(`--${name}`, value);
  }
  const scheme = isDark(getComputedStyle(document.body).getPropertyValue('--colorBackground')) ? 'dark' : 'light';
  root.style.colorScheme = scheme;
  applyRules(appearance.rules ?? {});
  return scheme;
}

/** `fonts: [{ family, src, weight }]`, as elements() takes them. */
export function loadFonts(fonts = []) {
  for (const { family, src, cssSrc, display, style, unicodeRange, weight } of fonts) {
    if (cssSrc || !family || !src) continue;
    const descriptors = Object.fromEntries(Object.entries({ display, style, unicodeRange, weight }).filter(([, value]) => value !== undefined));
    const font = new FontFace(family, src, descriptors);
    document.fonts.add(font);
    font.load().catch(() => {});
  }
}

function applyRules(rules) {
  if (ruleSheet) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== ruleSheet);
  ruleSheet = new CSSStyleSheet();
  for (const [selector, declarations] of Object.entries(rules)) {
    if (!/^\.[\w.:\- >()]+$/.test(selector)) continue;
    const index = ruleSheet.insertRule(`${selector} {}`, ruleSheet.cssRules.length);
    for (const [name, value] of Object.entries(declarations)) {
      ruleSheet.cssRules[index].style.setProperty(name.startsWith('--') ? name : name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value);
    }
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ruleSheet];
}

function isDark(color) {
  const probe = document.createElement('span');
  probe.style.color = color;
  document.body.append(probe);
  // oklch() and its like are resolved to sRGB by a canvas.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  canvas.fillStyle = getComputedStyle(probe).color;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  probe.remove();
  if (alpha < 128) return document.documentElement.dataset.theme === 'night';
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
