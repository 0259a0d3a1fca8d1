// A dialog's or sidebar's page as Apps Script serves it: the add-on's HTML with `google.script` in front. The frame is
// sandboxed into an origin of its own, so the only way out is a message to the page around it.

/** The frame may run its own script and style, and reach nothing. */
export const FRAME_POLICY =
  "sandbox allow-scripts allow-forms; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/** The HTML with the bridge as its first script. */
export function framePage(html: string): string {
  const bridge = `<script>${BRIDGE}</script>`;
  const head = /<head[^>]*>/i.exec(html);
  if (head === null) return bridge + html;
  const end = head.index + head[0].length;
  return html.slice(0, end) + bridge + html.slice(end);
}

/**
 * `google.script.run` with its handlers: each use starts a new chain, so that handlers of one call are not those of the
 * next. `google.script.host` closes and resizes.
 */
const BRIDGE = `(() => {
  'use strict';
  const waiting = new Map();
  let next = 1;
  const send = (message) => parent.postMessage({ usher: true, ...message }, '*');
  const runner = (handlers) => new Proxy({}, {
    get(_target, name) {
      if (name === 'withSuccessHandler') return (done) => runner({ ...handlers, done });
      if (name === 'withFailureHandler') return (failed) => runner({ ...handlers, failed });
      if (name === 'withUserObject') return (user) => runner({ ...handlers, user });
      if (typeof name !== 'string') return undefined;
      return (...values) => {
        waiting.set(next, handlers);
        send({ kind: 'run', call: next, functionName: name, values });
        next += 1;
      };
    },
  });
  addEventListener('message', (event) => {
    if (event.source !== parent || !event.data || event.data.usher !== true) return;
    const handlers = waiting.get(event.data.call);
    if (!handlers) return;
    waiting.delete(event.data.call);
    if (event.data.error === null) { if (handlers.done) handlers.done(event.data.value, handlers.user); return; }
    const error = new Error(event.data.error);
    if (handlers.failed) handlers.failed(error, handlers.user);
    else setTimeout(() => { throw error; });
  });
  globalThis.google = Object.freeze({
    script: Object.freeze({
      run: runner({}),
      host: Object.freeze({
        close: () => send({ kind: 'close' }),
        setHeight: (height) => send({ kind: 'size', height }),
        setWidth: (width) => send({ kind: 'size', width }),
        editor: Object.freeze({ focus: () => send({ kind: 'focus' }) }),
      }),
    }),
  });
  addEventListener('keydown', (event) => { if (event.key === 'Escape') send({ kind: 'close' }); });
})();`;
