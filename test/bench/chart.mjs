// The figures drawn: answers a second of the mock and of what it was measured beside, a group a case.
const [WIDTH, LABEL, BAR, GAP, HEAD] = [760, 210, 18, 6, 34]

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** An SVG of all rows that have rates; machine and date stand below. */
export function chart(rows, { machine, date }) {
  const groups = groupByCase(rows.filter(({ rates }) => rates))
  let y = 10
  const drawn = groups.map(([title, bars]) => {
    const text = drawGroup(title, bars, y)
    y += HEAD + bars.length * (BAR + GAP) + 10
    return text
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 24}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Answers a second">
<rect width="100%" height="100%" rx="8" fill="#fff"/>
${drawn.join('\n')}
<text x="16" y="${y + 10}" fill="#57606a" font-size="11">${escape(`Answers a second, median of the rounds. ${machine}, ${date}`)}</text>
</svg>
`
}

/** `packed list, to Hono` belongs to the group `packed list`. */
function groupByCase(rows) {
  const groups = new Map()
  for (const { what, rates } of rows) {
    const at = what.lastIndexOf(', to ')
    const [title, peer] = [what.slice(0, at), what.slice(at + 5)]
    const bars = groups.get(title) ?? [['waldur-mock', rates.ours]]
    groups.set(title, [...bars, [peer, rates.peer]])
  }
  return [...groups].map(([title, bars]) => [title, bars.sort(([, a], [, b]) => b - a)])
}

function drawGroup(title, bars, y) {
  const most = Math.max(...bars.map(([, rate]) => rate))
  const lines = bars.map(([name, rate], index) => {
    const top = y + HEAD + index * (BAR + GAP)
    const width = Math.max(1, ((WIDTH - LABEL - 90) * rate) / most)
    const fill = name.startsWith('waldur') ? '#1a7f37' : '#8c959f'
    return `<text x="${LABEL - 8}" y="${top + 13}" text-anchor="end" fill="#24292f">${escape(name)}</text>
<rect x="${LABEL}" y="${top}" width="${width.toFixed(1)}" height="${BAR}" rx="3" fill="${fill}"/>
<text x="${LABEL + width + 6}" y="${top + 13}" fill="#24292f">${Math.round(rate).toLocaleString('en')}</text>`
  })
  return `<text x="16" y="${y + 20}" font-weight="600" fill="#24292f">${escape(title)}</text>\n${lines.join('\n')}`
}
