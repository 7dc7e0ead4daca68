// The booth's end of the reader protocol (docs/reader.md). The reader's own program hands its reading to Limen's server; the server says
// "read" on this stream, and the page goes to the inspection that it names. Nothing is fetched from the booth machine itself,
// so the page needs no permission for other addresses.

export function start_reader(document) {
	const scene = document.querySelector("[data-reader]");
	if (!scene || !window.EventSource) return;
	const title = scene.querySelector("[data-say]");
	const source = new EventSource(scene.dataset.reader);
	source.addEventListener("reading", () => { if (title) title.textContent = scene.dataset.reading; });
	source.addEventListener("read", event => {
		const place = new URL(event.data, location.href);
		if (place.origin !== location.origin) return;
		source.close();
		location.assign(place);
	});
	source.addEventListener("reader", () => { if (!document.querySelector("textarea#lines")?.value) location.reload(); });
}
