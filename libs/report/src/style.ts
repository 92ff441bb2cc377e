import { createHash } from 'node:crypto';

/** The one style sheet. Nothing in it is loaded from anywhere. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--panel:#f6f8fa;--accent:#0b5fa5;--bad:#a40e26;--warn:#7a4d00;--good:#116329}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b3;--line:#3d444d;--paper:#0d1117;--panel:#161b22;--accent:#79b8ff;--bad:#ff9492;--warn:#f2cc60;--good:#7ee787}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:2rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.7rem;margin:0 0 .25rem}h2{font-size:1.3rem;margin:2.5rem 0 .5rem;padding-bottom:.3rem;border-bottom:2px solid var(--line)}h3{font-size:1.05rem;margin:1.75rem 0 .25rem}
p{margin:.35rem 0}.soft{color:var(--soft)}
.figures{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}
.figures li{flex:1 1 12rem;background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem}
.figures b{display:block;font-size:1.25rem;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;font-weight:600;padding:.35rem 0;caption-side:top}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
thead th{background:var(--panel);white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code,pre{font:.85em/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
pre{background:var(--panel);border:1px solid var(--line);border-radius:.35rem;padding:.5rem .6rem;margin:.3rem 0;white-space:pre-wrap}
details{margin:.35rem 0}summary{cursor:pointer;color:var(--accent)}
dl{margin:.3rem 0;display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
ol{margin:.3rem 0;padding-left:1.4rem}
.critical,.high,.bad{color:var(--bad);font-weight:600}.medium,.warn{color:var(--warn);font-weight:600}.good{color:var(--good);font-weight:600}
nav a{color:var(--accent);margin-right:1rem}
@media print{body{max-width:none;padding:0;font-size:10pt}nav{display:none}tr,.figures li,pre{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible;block-size:auto}summary{color:inherit;list-style:none}.wide{overflow:visible}}
`;

/** Names exactly this style sheet in the page's own policy, so that no other style or script can run in it. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
