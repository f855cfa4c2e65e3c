// What every page does: each part in its own module.
import "./dialog.js";
import "./menus.js";
import "./password.js";
import "./toast.js";
