// A verdict that stands open while lists are changed says so itself: the server tells when they were changed, the page knows of which lists it is. Nothing
// else moves: the officer decides when to check again. Without scripts the note is there when the page is loaded again, and at the decision.

import { when_over } from "./live.js";

export function start_lists(document) {
	const note = document.querySelector("[data-lists]");
	if (!note?.hidden || !window.EventSource) return;
	const hear = changed => {
		if (Number(changed) > Number(note.dataset.of)) note.hidden = false;
		return !note.hidden;
	};
	if (document.body.dataset.live) return document.addEventListener("lists", event => hear(event.detail)); // its stream is heard already
	const listen = () => {
		const source = new EventSource(note.dataset.lists);
		source.addEventListener("lists", event => { if (hear(event.data)) source.close(); });
		when_over(source, document, listen);
	};
	listen();
}
