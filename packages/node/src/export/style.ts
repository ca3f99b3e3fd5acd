/** For paper and for screens; no font, picture or script from anywhere. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1 { line-height: 1.2; margin: 0 0 .3rem; }
h2 { margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); }
.meaning { color: gray; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: gray; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
td.address { overflow-wrap: anywhere; max-width: 18rem; }
td.number { text-align: right; white-space: nowrap; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.goods { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.goods li { border: 1px solid var(--line); border-radius: .5rem; padding: .8rem; overflow-wrap: anywhere; }
.goods img, .cover { display: block; width: 100%; max-height: 20rem; object-fit: contain; background: var(--soft); margin-bottom: .5rem; }
.tag { background: var(--soft); border-radius: 1rem; padding: 0 .6rem; margin-right: .3rem; }
.hash { font-family: ui-monospace, monospace; font-size: .75rem; overflow-wrap: anywhere; }
footer { margin-top: 3rem; color: gray; font-size: .85rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2 { break-after: avoid; } tr, li { break-inside: avoid; } a { color: inherit; text-decoration: none; }
}
`
