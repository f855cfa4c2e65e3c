// Asking without leaving the page: htmx sends the forms, this shows what happens.

const turns = document.getElementById("turns");

function pending(question) {
  const asked = document.createElement("article");
  asked.className = "turn asked pending";
  const words = document.createElement("p");
  words.className = "asked-text";
  words.textContent = question;
  asked.append(words);
  const reply = document.createElement("p");
  reply.className = "turn waiting pending";
  reply.textContent = "Reading the question and computing";
  return [asked, reply];
}

function settle() {
  for (const each of turns.querySelectorAll(".pending")) each.remove();
}

// A conversation is opened where it was left: at its last question.
function toTheEnd(behavior) {
  const asked = turns.querySelectorAll(".asked");
  asked[asked.length - 1]?.scrollIntoView({ block: "start", behavior });
}

if (!location.hash) toTheEnd("instant");

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (box.id !== "content" || event.key !== "Enter") return;
  if (event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (box.value.trim()) box.form.requestSubmit();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const question = event.detail.requestConfig.formData?.get("content");
  if (!question) return;
  document.getElementById("start")?.remove();
  turns.append(...pending(question));
  turns.lastElementChild.scrollIntoView({ block: "end", behavior: "smooth" });
});

document.addEventListener("htmx:beforeSwap", settle);
document.addEventListener("htmx:sendError", settle);

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.requestConfig.formData?.get("content")) return;
  settle();
  if (!event.detail.successful) return;
  if (event.target.id === "ask") event.target.reset();
  for (const menu of document.querySelectorAll(".chip-menu[open]")) menu.open = false;
  toTheEnd("smooth");
});
