// Colours of a sheet on a dark page: a text colour that was chosen for white paper is turned until it can be read.

/** Reads on the dark paper, and on a chip's lighter ground, with a contrast of more than 4.5. */
const INK_LIGHTNESS = 0.82;

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** The colour to draw text in. One that comes with a background of its own stays as it is. */
export function inkFor(color: string, background: string | undefined): string {
  if (!dark.matches || background !== undefined) return color;
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (parts === null) return color;
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) => Number.parseInt(part, 16));
  const lightness = (Math.max(red, green, blue) + Math.min(red, green, blue)) / 510;
  // Mixing with white keeps the hue and raises the contrast on the dark paper.
  const share = Math.max(0, (INK_LIGHTNESS - lightness) / (1 - lightness));
  const mixed = [red, green, blue].map((part) => Math.round(part + (255 - part) * share));
  return `rgb(${mixed.join(' ')})`;
}

/** Calls `listener` when the person switches between light and dark. */
export function onThemeChange(listener: () => void): void {
  dark.addEventListener('change', listener);
}
