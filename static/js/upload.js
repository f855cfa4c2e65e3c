// Dropping a file, refusing one that is too large before it is sent, and progress.
// Forms marked data-upload send a file; those marked data-follow have it read again.
import { toast } from "./toast.js";

const STAGES = {
  reading: (done, total) => `Reading: ${sizeText(done)} of ${sizeText(total)}`,
  rows: (done, total) => `Reading rows: ${rounded(done)} of about ${rounded(total)}`,
  profiling: (done, total) => `Looking at every column: ${done} of ${total}`,
  keeping: () => "Keeping it safe",
};
const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

// Rows are judged by a sample, so that more digits would say too much.
function rounded(count) {
  return Number(count.toPrecision(3)).toLocaleString("en");
}

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
  if (!help) return toast(message);
  help.className = "error";
  help.setAttribute("role", "alert");
  help.textContent = message;
}

// A form with nothing else to fill in starts as soon as it has its file.
function startsAtOnce(form) {
  return !form.querySelector("[name=name]");
}

function fits(form) {
  const file = form.querySelector("[type=file]")?.files[0];
  const limit = Number(form.dataset.upload);
  if (!file || file.size <= limit) return true;
  complain(form, `${file.name} has ${sizeText(file.size)}; the limit is ${sizeText(limit)}.`);
  return false;
}

function begin(form) {
  if (fits(form) && startsAtOnce(form)) form.requestSubmit();
}

function tell(form, words, part) {
  const box = form.querySelector("[data-progress]");
  const bar = box.querySelector("progress");
  box.hidden = false;
  const before = form.querySelector("[data-drop]");
  if (before) before.hidden = true;
  box.querySelector("[role=status]").textContent = words;
  if (part === undefined) bar.removeAttribute("value");
  else bar.value = 100 * part;
}

function show(form, loaded, total) {
  if (loaded < total) {
    tell(form, `${sizeText(loaded)} of ${sizeText(total)}`, loaded / total);
  } else {
    tell(form, `All ${sizeText(total)} arrived. Reading the table …`);
    follow(form);
  }
}

// After the bytes have arrived, the server tells how far its reading is.
function follow(form) {
  const id = form.dataset.uploadId;
  if (!id || form.dataset.following) return;
  form.dataset.following = "yes";
  const timer = setInterval(async () => {
    const answer = form.isConnected ? await fetch(`/uploads/${id}`) : null;
    if (!answer) clearInterval(timer);
    else if (answer.status === 200) stage(form, await answer.json());
  }, 700);
}

function stage(form, { phase, done, total }) {
  const words = STAGES[phase];
  if (!words || (phase !== "keeping" && !total)) return;
  tell(form, `${words(done, total)} …`, total ? Math.min(done / total, 1) : undefined);
}

function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function cancel(form) {
  const arrived = form.dataset.following;
  const address = `/uploads/${form.dataset.uploadId}/cancel`;
  if (arrived) fetch(address, { method: "POST", headers: { "HX-Request": "true" } });
  else htmx.trigger(form, "htmx:abort");
}

function startOver(form, message) {
  form.querySelector("[data-progress]").hidden = true;
  const before = form.querySelector("[data-drop]");
  if (before) before.hidden = false;
  delete form.dataset.following;
  complain(form, message);
}

const form = (event) => event.target.closest?.("form[data-upload], form[data-follow]");

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
  const sent = form(event)?.querySelector("[type=file]")?.files.length;
  if (sent && lengthComputable) show(form(event), loaded, total);
});

document.addEventListener("htmx:configRequest", (event) => {
  if (!form(event)) return;
  form(event).dataset.uploadId = freshId();
  event.detail.formData.set("upload", form(event).dataset.uploadId);
});

document.addEventListener("htmx:beforeSend", (event) => {
  if (!form(event)?.matches("[data-follow]")) return;
  tell(form(event), "Reading the file …");
  follow(form(event));
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cancel]")) cancel(form(event));
});

document.addEventListener("htmx:sendError", (event) => {
  const lost = "The connection broke before everything arrived. Nothing was kept; try again.";
  if (form(event)) startOver(form(event), lost);
});

document.addEventListener("htmx:sendAbort", (event) => {
  if (form(event)) startOver(form(event), "You cancelled this upload. Nothing was kept.");
});
