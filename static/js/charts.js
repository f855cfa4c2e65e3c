// Draws each [data-chart] with Vega-Lite, within the strict content policy.

// `ast` computes expressions without the code generation that the policy forbids.
const OPTIONS = {
  ast: true,
  actions: false,
  defaultStyle: false,
  renderer: "svg",
  logLevel: 1, // errors only: Vega-Lite warns of every height that follows its bars
  tooltip: { disableDefaultStyle: true },
};

function colour(figure, name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  figure.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function look(figure) {
  const soft = colour(figure, "--ink-muted");
  const line = colour(figure, "--line");
  const mark = colour(figure, "--mark");
  const axis = { domainColor: line, gridColor: line, tickColor: line };
  const text = { labelColor: soft, titleColor: soft, labelFontSize: 12, titleFontSize: 12 };
  return {
    background: "transparent",
    font: getComputedStyle(figure).fontFamily,
    view: { stroke: null },
    mark: { color: mark },
    bar: { color: mark },
    line: { color: mark, strokeWidth: 2 },
    point: { color: mark, filled: true },
    rule: { color: soft },
    axis: { ...axis, ...text, titleFontWeight: 400, labelSeparation: 6 },
    legend: { ...text, ...legendPlace(figure) },
    title: { color: soft, fontSize: 12, fontWeight: 400 },
  };
}

// Beside a narrow chart a legend would leave no room for the marks.
function legendPlace(figure) {
  const width = figure.clientWidth;
  if (width >= 640) return { orient: "right", labelLimit: 160 };
  return { orient: "top", columns: Math.max(1, Math.floor(width / 110)), labelLimit: 90 };
}

// The page's own heading names the chart; a note about its data stands below it.
function addNote(figure, note) {
  if (!note) return;
  const caption = document.createElement("figcaption");
  caption.className = "small muted";
  caption.textContent = note;
  figure.append(caption);
}

// A few categories fit side by side; many are written aslant.
function categoryAxis(spec, figure) {
  const name = spec.encoding?.x?.field;
  const count = new Set(spec.data?.values?.map((row) => row[name])).size || 1;
  const room = (figure.clientWidth - 80) / count;
  return room > 50 ? { labelAngle: 0, labelLimit: room - 6 } : { labelAngle: -40 };
}

async function draw(figure) {
  const answer = await fetch(figure.dataset.chart);
  if (!answer.ok) throw new Error(answer.statusText);
  const spec = await answer.json();
  const config = { ...look(figure), axisXBand: categoryAxis(spec, figure) };
  const untitled = { ...spec, title: undefined };
  const drawn = await vegaEmbed(figure, untitled, { ...OPTIONS, config });
  addNote(figure, spec.usermeta?.poppy?.note);
  if (figure.dataset.rows) drawn.view.addEventListener("click", toRows(figure));
  figure.dataset.drawn = "yes";
}

// A bar or point leads to the rows that it was computed from.
function toRows(figure) {
  return (_, item) => {
    const fields = Object.entries(item?.datum ?? {});
    const mark = Object.fromEntries(fields.filter(([name]) => /^[ft]\d+$/.test(name)));
    if (!Object.keys(mark).length) return;
    location.href = `${figure.dataset.rows}?mark=${encodeURIComponent(JSON.stringify(mark))}`;
  };
}

function drawOrHide(figure) {
  draw(figure).catch((error) => {
    console.error("Chart not drawn:", error);
    figure.hidden = true;
  });
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      seen.unobserve(entry.target);
      drawOrHide(entry.target);
    }
  },
  { rootMargin: "400px" },
);

function watch(part) {
  for (const figure of part.querySelectorAll("[data-chart]:not([data-drawn])")) {
    seen.observe(figure);
  }
}

watch(document);
document.addEventListener("htmx:afterSettle", () => watch(document));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.querySelectorAll("[data-drawn]").forEach(drawOrHide);
});
