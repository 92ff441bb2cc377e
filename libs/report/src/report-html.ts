import { blindSpotsPart } from './blind-spots-part.js';
import { counts, moneyText, totalsText } from './amounts.js';
import { listPart } from './list-part.js';
import { Markup, markup } from './markup.js';
import { receiptPart } from './receipt-part.js';
import type { ReportData } from './report-data.js';
import { STYLE, STYLE_HASH } from './style.js';

/** The whole report as one HTML document: no script, nothing loaded, three parts. */
export function reportHtml(data: ReportData): string {
  // The policy is the second wall behind escaping: even a tag that slipped through could neither run nor load.
  const policy = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
  const page = markup`<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><title>${data.title}</title><style>${Markup.trusted(STYLE)}</style></head>
<body><header><h1>${data.title}</h1><p class="soft">Made by Vitrine at ${data.generatedAt}. Look, don’t touch.</p></header>
<nav aria-label="Parts"><a href="#list">The list</a><a href="#blind-spots">The blind spots</a><a href="#receipt">The receipt</a></nav>
<main>${data.notes.map((note) => markup`<p>${note}</p>`)}${figures(data)}${comparison(data)}${listPart(data)}${blindSpotsPart(data)}${receiptPart(data)}</main></body></html>
`;
  return `<!doctype html>\n${page.text}`;
}

function figures(data: ReportData): Markup {
  const calls = data.connections.flatMap((connection) => connection.calls);
  const figure = (name: string, value: string): Markup => markup`<li><b>${value}</b>${name}</li>`;
  return markup`<ul class="figures">${[
    figure('realisable saving per month', totalsText(data.findings)),
    figure('findings that count', String(data.findings.filter(counts).length)),
    figure('blind spots', String(data.connections.reduce((sum, { blindSpots }) => sum + blindSpots.length, 0))),
    figure('calls, all of them reads', String(calls.reduce((sum, each) => sum + each.calls, 0))),
    ...(data.seconds === null ? [] : [figure('seconds', data.seconds.toFixed(1))]),
  ]}</ul>`;
}

function comparison({ comparison: compared }: ReportData): Markup {
  if (compared === null) return markup``;
  const lines = compared.amounts.map(
    ({ currency, expected, found, equal }) =>
      markup`<li class="${equal ? 'good' : 'bad'}">${currency}: found on the bill ${moneyText(found, currency)}, the estate’s own label says ${moneyText(expected, currency)}: ${equal ? 'equal to the cent' : 'not equal'}</li>`,
  );
  return markup`<h2>Compared with the estate’s own label</h2><p class="soft">The label knows what the bill knows; what is found beyond it has a list price.</p><ul>${lines}</ul>`;
}
