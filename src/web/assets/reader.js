// The booth's end of the reader protocol (docs/reader.md). The reader's own program hands its reading to Limen's server; the server says
// "read" on this stream, and the page goes to the inspection that it names. Nothing is fetched from the booth machine itself,
// so the page needs no permission for other addresses.

import { when_over } from "./live.js";

const SILENT = 65000; // ms; the server takes a reader for missing after 60 s

export function start_reader(document) {
	const scene = document.querySelector("[data-reader]");
	if (!scene || !window.EventSource) return;
	const title = scene.querySelector("[data-say]");
	const look_again = () => { if (!document.querySelector("textarea#lines")?.value) location.reload(); };
	let timer;
	const heard = () => { clearTimeout(timer); timer = setTimeout(look_again, SILENT); };
	if (scene.dataset.alive) heard();
	const source = new EventSource(scene.dataset.reader);
	source.addEventListener("alive", heard);
	source.addEventListener("reading", () => { heard(); if (title) title.textContent = scene.dataset.reading; });
	source.addEventListener("read", event => {
		const place = new URL(event.data, location.href);
		if (place.origin !== location.origin) return;
		source.close();
		location.assign(place);
	});
	source.addEventListener("reader", look_again);
	when_over(source, document, look_again);
}
