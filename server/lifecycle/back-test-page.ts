// The back-test as one HTML page that needs nothing beside it: sentences, tables and two charts, drawn by the charts library that is
// put into the page. Every chart's figures stand in a table too, for readers without script and for print.
import { wilsonInterval } from '../../src/core/statistics/intervals.ts';
import type { BackTest } from './back-test.ts';

/** What the page says beside the figures. */
export interface PageFacts {
  readonly target: number;
  readonly delta: number;
  readonly secondsATicket: number;
  /** Source text of the charts library. */
  readonly library: string;
}

/** The look of a report that is read on a screen and printed. */
export const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:860px;margin:2rem auto;padding:0 1rem;color:#1f2933}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d9dee3}td.n{text-align:right}
figure{margin:1rem 0;height:300px}.soft{color:#52606d}@media print{body{margin:0}section{break-inside:avoid}}`;

/** The page as text; the same back-test gives the same page. */
export function backTestPage(tried: BackTest, facts: PageFacts): string {
  const { library, target, delta, secondsATicket } = facts;
  const hours = (tried.routed * secondsATicket) / 3_600;
  const wrong = tried.routed - tried.routedRight;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Usher back-test</title><style>${STYLE}</style></head><body>
<h1>What Usher would have done with your own tickets</h1>
<p>It learnt from the ${tried.learnt} older tickets and was tried on the ${tried.tried} newer ones, which it had not seen. It was right for
<strong>${share(tried.right, tried.tried)}</strong>. Under a promise of ${percent(target)} (each queue proven with ${percent(1 - delta)} confidence) it would have routed
<strong>${share(tried.routed, tried.tried)}</strong> alone, ${tried.routedRight} of them rightly and ${wrong} not. At ${secondsATicket} seconds a ticket that is ${hours.toFixed(1)} hours of sorting saved.</p>
<section><h2>How many tickets could be routed, and how many of them rightly</h2>
<figure><canvas id="curve" role="img" aria-label="Precision against coverage; the table below has the figures"></canvas></figure>
${table(
  ['The surest …', 'right', 'surely at least (95 % interval)'],
  tried.curve.map(({ coverage, precision, low }) => [percent(coverage), percent(precision), percent(low)]),
)}</section>
<section><h2>Queue by queue</h2>
<figure><canvas id="queues" role="img" aria-label="Share of each queue's tickets that were found; the table below has the figures"></canvas></figure>
${table(
  ['Queue', 'newer tickets', 'found', 'between', 'routed alone', 'of those right'],
  tried.queues.map(({ label, tickets, found, routed, routedRight }) => [
    label,
    String(tickets),
    share(found, tickets),
    between(found, tickets),
    String(routed),
    share(routedRight, routed),
  ]),
)}</section>
<section><h2>Most often taken for another</h2>
${table(
  ['Belongs to', 'was taken for', 'tickets', 'for example'],
  tried.confusions.map(({ truth, predicted, tickets, examples }) => [
    truth,
    predicted,
    String(tickets),
    examples.join(', '),
  ]),
)}</section>
<section><h2>Languages</h2>
${table(
  ['Language', 'tickets', 'right', 'between'],
  tried.languages.map(({ language, tickets, right }) => [
    language,
    String(tickets),
    share(right, tickets),
    between(right, tickets),
  ]),
)}</section>
<p class="soft">Wrong and right are told by the labels in the file, which may be wrong themselves. Newer tickets are like those to come only as far as the desk stays as it is.</p>
<script>${library.replaceAll('</script', '<\\/script')}</script>
<script>const facts=${JSON.stringify({ curve: tried.curve, queues: tried.queues }).replaceAll('<', '\\u003c')};
const percent={min:0,max:1,ticks:{callback:(value)=>Math.round(value*100)+' %'}};
new Chart('curve',{type:'line',data:{labels:facts.curve.map((one)=>Math.round(one.coverage*100)+' %'),datasets:[
{label:'right',data:facts.curve.map((one)=>one.precision),borderColor:'#1d4ed8',backgroundColor:'#1d4ed8'},
{label:'surely at least',data:facts.curve.map((one)=>one.low),borderColor:'#93a4b8',backgroundColor:'#93a4b8',borderDash:[5,4]}]},
options:{animation:false,maintainAspectRatio:false,scales:{x:{title:{display:true,text:'share of tickets, the surest first'}},y:percent}}});
new Chart('queues',{type:'bar',data:{labels:facts.queues.map((one)=>one.label),datasets:[{label:'found',backgroundColor:'#1d4ed8',
data:facts.queues.map((one)=>one.tickets===0?0:one.found/one.tickets)}]},
options:{animation:false,maintainAspectRatio:false,scales:{y:percent}}});</script>
</body></html>
`;
}

/** A table of texts, escaped. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = header.map((title) => `<th scope="col">${escaped(title)}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${percent(part / whole)} (${part} of ${whole})`;
}

function between(part: number, whole: number): string {
  if (whole === 0) return '–';
  const { low, high } = wilsonInterval(part, whole, 0.95);
  return `${percent(low)} and ${percent(high)}`;
}

function percent(value: number): string {
  return `${Number((100 * value).toFixed(1))} %`;
}

/** Text for HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
