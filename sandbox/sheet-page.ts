// One sheet as an HTML page: what a person would see in Sheets, read only. Every text is escaped; there is no script.
import type { World } from './world.ts';

/** Rows shown at most; the page is to look at, the whole sheet is in the CSV. */
const ROWS_MAX = 1_000;
const HIDDEN_HEADERS = ['Usher state', 'Usher ID', 'Usher queue id'];
const STATUS_CLASSES: Readonly<Record<string, string>> = {
  'needs review': 'review',
  assigned: 'assigned',
  confirmed: 'confirmed',
  corrected: 'confirmed',
  failed: 'failed',
  skipped: 'skipped',
};

export function sheetPage(world: World, name: string): string {
  const { spreadsheet, ui } = world;
  const cells = spreadsheet.sheet(name).displayValues();
  const said = [...ui.alerts, ...ui.toasts].map((shown) => `<p>${escapeHtml(shown.message)}</p>`).join('');
  const items = ui.menus
    .flatMap((menu) => menu.entries)
    .map((entry) =>
      entry.kind === 'item'
        ? `<button name="function" value="${escapeHtml(entry.functionName)}">${escapeHtml(entry.caption)}</button>`
        : '',
    )
    .join('');
  const tabs = spreadsheet.sheetNames
    .map((tab) => {
      const current = tab === name ? ' aria-current="page"' : '';
      return `<a href="/?sheet=${encodeURIComponent(tab)}"${current}>${escapeHtml(tab)}</a>`;
    })
    .join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(name)} · Usher workbench</title><style>${STYLE}</style></head>
<body>
<header><h1>Usher</h1><form method="post" action="/menu" aria-label="Usher menu">${items}</form></header>
<div role="status" class="said">${said}</div>
<main tabindex="0" aria-label="${escapeHtml(name)}">${table(cells)}</main>
<nav aria-label="Sheets">${tabs}</nav>
</body></html>`;
}

function table(cells: readonly (readonly string[])[]): string {
  const [header = [], ...body] = cells;
  const shown = header
    .map((_, column) => column)
    .filter((column) => !HIDDEN_HEADERS.includes(header[column] ?? ''));
  const status = header.indexOf('Status');
  const queue = header.indexOf('Queue');
  const rows = newestFirst(body, status)
    .slice(0, ROWS_MAX)
    .map((row) => {
      const kind = STATUS_CLASSES[row[status] ?? ''] ?? '';
      const columns = shown.map((column) => {
        const role = column === status ? 'status' : column === queue ? 'queue' : '';
        return `<td class="${role}">${escapeHtml((row[column] ?? '').slice(0, 300))}</td>`;
      });
      return `<tr class="${kind}">${columns.join('')}</tr>`;
    });
  const heads = shown.map((column) => `<th scope="col">${escapeHtml(header[column] ?? '')}</th>`).join('');
  return `<table><thead><tr>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Rows that Usher has worked on come first, since they are what a visitor wants to see. */
function newestFirst(body: readonly (readonly string[])[], status: number): readonly (readonly string[])[] {
  if (status < 0) return body;
  return [...body.filter((row) => row[status] !== ''), ...body.filter((row) => row[status] === '')];
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

const STYLE = `
:root { color-scheme: light dark; --line: #dadce0; --soft: #f8f9fa; --ink: #202124; --dim: #5f6368; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3c4043; --soft: #292a2d; --ink: #e8eaed; --dim: #9aa0a6; --paper: #202124; }
}
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: grid; grid-template-rows: auto auto 1fr auto; font: 13px/1.4 Roboto, Arial, sans-serif; color: var(--ink); background: var(--paper); }
header { display: flex; gap: 16px; align-items: center; padding: 8px 16px; border-bottom: 1px solid var(--line); flex-wrap: wrap; }
h1 { font-size: 18px; margin: 0; }
form { display: flex; gap: 8px; flex-wrap: wrap; }
button { font: inherit; padding: 6px 12px; border: 1px solid var(--line); border-radius: 16px; background: var(--soft); color: inherit; cursor: pointer; }
button:hover, button:focus-visible { border-color: #1a73e8; outline: 2px solid #1a73e8; outline-offset: 1px; }
.said p { margin: 8px 16px; max-width: 100ch; white-space: pre-line; }
main { overflow: auto; }
table { border-collapse: collapse; }
th { position: sticky; top: 0; text-align: left; background: var(--soft); }
th, td { border: 1px solid var(--line); padding: 4px 8px; max-width: 340px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.review .queue { font-style: italic; color: var(--dim); }
.review .status { background: #fef7e0; color: #7a4f01; }
.assigned .status { background: #e6f4ea; color: #0d652d; }
.failed .status { background: #fce8e6; color: #a50e0e; }
nav { display: flex; gap: 4px; padding: 6px 16px; border-top: 1px solid var(--line); background: var(--soft); }
nav a { padding: 4px 12px; color: inherit; text-decoration: none; border-radius: 4px 4px 0 0; }
nav a[aria-current] { background: var(--paper); font-weight: bold; border-bottom: 3px solid #188038; }
`;
