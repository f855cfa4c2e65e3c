// Short messages that come and go; htmx answers ask for one with HX-Trigger.

export function toast(message) {
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = message;
  line.addEventListener("animationend", () => line.remove());
  document.getElementById("toasts").append(line);
}

document.addEventListener("toast", (event) => toast(event.detail.value));
document.addEventListener("htmx:sendError", () =>
  toast("Poppy cannot be reached. Nothing was sent; try again in a moment."),
);
