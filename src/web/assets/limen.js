// What every page has. Everything works without scripts; they only add.
// A summary of errors, or the heading of a failed scan, is what a person must hear and see first.
document.querySelector("[data-focus]")?.focus();
// On a phone the navigation scrolls: where one is must be seen.
for (const link of document.querySelectorAll("nav [aria-current=page]")) link.scrollIntoView({ block: "nearest", inline: "nearest" });
for (const button of document.querySelectorAll("[data-print]")) {
	button.hidden = false;
	button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
	if (!navigator.clipboard) break; // without a safe connection there is none: the lines can be marked
	button.hidden = false;
	button.addEventListener("click", async () => {
		await navigator.clipboard.writeText(button.dataset.copy);
		button.textContent = button.dataset.copied;
	});
}
// A form is sent once: the server would do it only once anyway (its hidden id), but the second answer would be in the way.
document.addEventListener("submit", event => {
	if (event.defaultPrevented) return;
	if (event.target.dataset.sent) event.preventDefault();
	event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
	for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
