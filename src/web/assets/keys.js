// Function keys press the button that carries their name in data-key. F1, F5, F11 and F12 stay the browser's.
// An open sheet comes first: F4 opens "Refer", F4 again sends it. Escape closes a sheet, and leaves the page only when none is open.

const KEYS = new Set(["F2", "F3", "F4", "F6", "F7", "F8", "F9", "F10", "Escape"]);

function reachable(element) {
	return element.getClientRects().length > 0 && element.getAttribute("aria-disabled") !== "true" && !element.disabled;
}

export function start_keys(document) {
	document.addEventListener("keydown", event => {
		if (!KEYS.has(event.key) || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
		const sheet = document.querySelector(".sheet:popover-open");
		if (event.key === "Escape" && (sheet || document.activeElement?.matches("select, textarea"))) {
			if (!sheet) document.activeElement.blur();
			return;
		}
		const key = event.shiftKey ? `Shift+${event.key}` : event.key;
		const all = [...document.querySelectorAll(`[data-key="${key}"]`)].filter(reachable);
		const target = all.find(element => sheet?.contains(element)) ?? all.find(element => !element.closest(".sheet"));
		if (!target) return;
		event.preventDefault();
		target.focus({ preventScroll: true });
		target.click();
	});
}
