// Links marked data-dialog lead to a small page; here it opens over this one.

const dialog = document.getElementById("dialog");

async function open(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.getElementById("confirm");
  if (!answer.ok || !content) throw new Error(answer.statusText);
  dialog.replaceChildren(document.adoptNode(content));
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  }
});

dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-close]")) {
    event.preventDefault();
    dialog.close();
  }
});
