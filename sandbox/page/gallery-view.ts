// Every look that the product has, on one page: cards, dialogs and sheets as they were when they were last approved.
import { drawCard } from './card-renderer.ts';
import { el, fill } from './dom.ts';
import { showToast } from './notices.ts';

interface GoldenState {
  readonly name: string;
  readonly kind: 'card' | 'dialog' | 'sheet';
  readonly state: unknown;
  readonly picture: string;
}

export class GalleryView {
  readonly element = el('main', { class: 'gallery-view' });

  async show(): Promise<void> {
    const response = await fetch('/api/gallery');
    const { states } = (await response.json()) as { states: readonly GoldenState[] };
    const say = (): void => showToast('', 'In the gallery, buttons do nothing.');
    const entries = states.map(({ name, kind, state, picture }) =>
      el(
        'section',
        { class: 'golden', 'aria-label': name },
        el('h3', {}, name.replaceAll('-', ' ')),
        kind === 'card'
          ? drawCard(state, { call: say, link: say })
          : el('img', { src: picture, alt: `Picture of ${name.replaceAll('-', ' ')}`, loading: 'lazy' }),
        el(
          'details',
          {},
          el('summary', {}, 'Golden state'),
          el('pre', { class: 'scroll', tabindex: 0 }, JSON.stringify(state, null, 2)),
        ),
      ),
    );
    fill(
      this.element,
      el('h2', {}, 'Gallery'),
      el(
        'p',
        { class: 'dim' },
        states.length === 0
          ? 'No golden state is there: the gallery is part of the source checkout.'
          : 'Cards are drawn from their golden state, dialogs and sheets are pictures of it. A change of look shows here, and in the diff of the golden files.',
      ),
      el('div', { class: 'golden-grid' }, ...entries),
    );
  }
}
