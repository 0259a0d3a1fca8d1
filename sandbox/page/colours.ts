// Colours of a sheet on a dark page: a text colour that was chosen for white paper is turned until it can be read.

/** Reads on the dark paper, and on a chip's lighter ground, with a contrast of more than 4.5. */
const INK_LIGHTNESS = 0.82;

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** How much of a text's own hue its ground keeps on a dark page. */
const GROUND_SHARE = 0.42;
/** The dark paper, as in base.css. */
const PAPER = [27, 28, 29] as const;

/** The ground of text that brought both colours along: on a dark page a quiet one in the hue of the text. */
export function groundFor(background: string, color: string | undefined): string {
  const parts = dark.matches && color !== undefined ? channels(color) : null;
  if (parts === null) return background;
  const mixed = parts.map((part, i) =>
    Math.round((PAPER[i] ?? 0) * (1 - GROUND_SHARE) + part * GROUND_SHARE),
  );
  return `rgb(${mixed.join(' ')})`;
}

/** The colour to draw text in: one that was chosen for white paper is lightened on a dark page. */
export function inkFor(color: string): string {
  const parts = dark.matches ? channels(color) : null;
  if (parts === null) return color;
  const lightness = (Math.max(...parts) + Math.min(...parts)) / 510;
  // Mixing with white keeps the hue and raises the contrast on the dark paper.
  const share = Math.max(0, (INK_LIGHTNESS - lightness) / (1 - lightness));
  const mixed = parts.map((part) => Math.round(part + (255 - part) * share));
  return `rgb(${mixed.join(' ')})`;
}

/** Red, green and blue of a colour such as `#7a4f01`, 0–255. */
function channels(color: string): readonly number[] | null {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  return parts === null ? null : parts.slice(1).map((part) => Number.parseInt(part, 16));
}

/** Calls `listener` when the person switches between light and dark. */
export function onThemeChange(listener: () => void): void {
  dark.addEventListener('change', listener);
}
