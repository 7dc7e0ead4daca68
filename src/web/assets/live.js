// Live pages are told only "changed"; the reload is the look that the journal records. The page waits until nobody is typing,
// no sheet is open and the window is seen, so that nothing moves under a hand.

const QUIET = 1500; // ms since the last key or touch

// The server keeps a few streams for each user and ends the oldest. Its page asks for a new one when it is seen again, not before: two would take turns.
export function when_over(source, document, again) {
	source.addEventListener("over", () => {
		source.close();
		document.addEventListener("visibilitychange", () => { if (!document.hidden) again(); });
	});
}

export function start_live(document) {
	const address = document.body.dataset.live;
	if (!address || !window.EventSource) return;
	let last_touch = 0, changed = false;
	for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, () => { last_touch = Date.now(); }, { passive: true });
	const busy = () => document.hidden || Date.now() - last_touch < QUIET || document.querySelector(":popover-open, details[open]")
		|| document.activeElement?.matches("input, select, textarea") || [...document.querySelectorAll("textarea, input[type=text], input:not([type])")].some(field => field.value !== field.defaultValue);
	const source = new EventSource(address);
	source.addEventListener("changed", () => { changed = true; });
	source.addEventListener("lists", event => document.dispatchEvent(new CustomEvent("lists", { detail: event.data })));
	when_over(source, document, () => { changed = true; });
	setInterval(() => { if (changed && !busy()) { changed = false; source.close(); location.reload(); } }, 500);
}
