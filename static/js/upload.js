// Dropping a file, refusing one that is too large before it is sent, and progress.

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

function inWords(bytes) {
  let step = 0;
  let rest = bytes;
  while (rest >= 1024 && step < UNITS.length - 1) {
    rest /= 1024;
    step += 1;
  }
  return { number: rest.toFixed(step && rest < 100 ? 1 : 0), unit: UNITS[step] };
}

function sizeText(bytes) {
  const { number, unit } = inWords(bytes);
  return `${number} ${unit}`;
}

function complain(form, message) {
  const help = form.querySelector("#file-help");
  help.className = "error";
  help.setAttribute("role", "alert");
  help.textContent = message;
}

// A form with nothing else to fill in starts as soon as it has its file.
function startsAtOnce(form) {
  return !form.querySelector("[name=name]");
}

function fits(form) {
  const file = form.querySelector("[type=file]").files[0];
  const limit = Number(form.dataset.upload);
  if (!file || file.size <= limit) return true;
  complain(form, `${file.name} has ${sizeText(file.size)}; the limit is ${sizeText(limit)}.`);
  return false;
}

function begin(form) {
  if (fits(form) && startsAtOnce(form)) form.requestSubmit();
}

function show(form, loaded, total) {
  const box = form.querySelector("[data-progress]");
  const bar = box.querySelector("progress");
  const words = box.querySelector("[role=status]");
  box.hidden = false;
  form.querySelector("[data-drop]").hidden = true;
  if (loaded < total) {
    bar.value = (100 * loaded) / total;
    words.textContent = `${sizeText(loaded)} of ${sizeText(total)}`;
  } else {
    bar.removeAttribute("value");
    words.textContent = `All ${sizeText(total)} arrived. Reading the table …`;
  }
}

const form = (event) => event.target.closest?.("form[data-upload]");

document.addEventListener("change", (event) => {
  if (event.target.type === "file" && form(event)) begin(form(event));
});

document.addEventListener("dragover", (event) => {
  const zone = event.target.closest("[data-drop]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.add("over");
});

document.addEventListener("dragleave", (event) => {
  event.target.closest?.("[data-drop]")?.classList.remove("over");
});

document.addEventListener("drop", (event) => {
  const zone = event.target.closest("[data-drop]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("over");
  zone.querySelector("[type=file]").files = event.dataTransfer.files;
  begin(form(event));
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (form(event) && !fits(form(event))) event.preventDefault();
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const { lengthComputable, loaded, total } = event.detail;
  const sent = form(event)?.querySelector("[type=file]").files.length;
  if (sent && lengthComputable) show(form(event), loaded, total);
});

document.addEventListener("htmx:sendError", (event) => {
  const failed = form(event);
  if (!failed) return;
  failed.querySelector("[data-progress]").hidden = true;
  failed.querySelector("[data-drop]").hidden = false;
  complain(failed, "The connection broke before everything arrived. Nothing was kept; try again.");
});
