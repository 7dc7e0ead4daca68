// Sends a chosen file in pieces, which a broken link only delays (cases.h). The form then names what has come. Without this, the form sends the file itself.
const home = location.pathname.match(/^\/(application|case)\/[0-9a-f-]{36}/)?.[0];
const later = ms => new Promise(done => setTimeout(done, ms));

async function ask(form, method, path, headers, body) {
	const answer = await fetch(path, { method, body, headers: { Accept: "application/json", "Limen-Csrf": form.elements.csrf.value, ...headers }, signal: AbortSignal.timeout(120000) });
	if (answer.ok || answer.status === 409) return answer;
	throw Object.assign(new Error(), { final: answer.status < 500 && answer.status !== 429 });
}

// After a failure it asks how far the file has come, and waits longer each time.
async function patiently(say, words, what) {
	for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
		try { return await what(); } catch (error) {
			if (error.final) throw error;
			say(words.waits);
			await later(wait);
		}
	}
}

async function send(form, input, file, say) {
	const words = input.dataset, path = `${home}/upload?path=${encodeURIComponent(input.id)}&name=${encodeURIComponent(file.name)}`;
	const begun = await patiently(say, words, () => ask(form, "POST", path, { "Upload-Length": file.size, "Upload-Complete": "?0" }));
	const { to, id } = await begun.json();
	let offset = 0, size = 131072;
	while (offset < file.size) {
		say(`${words.sending} ${Math.floor(offset / file.size * 100)} %`);
		const end = Math.min(offset + size, file.size), since = Date.now();
		offset = await patiently(say, words, async () => {
			const headers = { "Content-Type": "application/partial-upload", "Upload-Offset": offset, "Upload-Complete": end === file.size ? "?1" : "?0" };
			try { await ask(form, "PATCH", to, headers, file.slice(offset, end)); } catch (error) { if (error.final) throw error; say(words.waits); await later(1000); }
			return Number((await ask(form, "HEAD", to, {})).headers.get("Upload-Offset"));
		});
		size = Date.now() - since < 2000 ? Math.min(size * 2, 1048576) : Math.max(size / 2, 32768);
	}
	return id;
}

const going = new Set();

function take(form, input, list, file) {
	const line = list.appendChild(document.createElement("li")), text = line.appendChild(document.createElement("span"));
	const say = words => { const whole = `${file.name}: ${words}`; if (text.textContent !== whole) text.textContent = whole; };
	if (file.size > Number(input.dataset.most)) return say(input.dataset.large);
	const work = send(form, input, file, say).then(id => {
		say(input.dataset.sent);
		const named = line.appendChild(document.createElement("input"));
		Object.assign(named, { type: "hidden", name: input.dataset.name, value: `upload:${id}` });
	}, () => say(input.dataset.failed)).finally(() => going.delete(work));
	going.add(work);
}

for (const input of document.querySelectorAll("input[type=file][data-sent]")) {
	const form = input.form, list = input.parentElement.querySelector("ul.sent");
	if (!home || !form?.elements.csrf) continue;
	input.dataset.name = input.name;
	input.addEventListener("change", () => {
		if (!input.multiple) list.replaceChildren();
		for (const file of input.files) take(form, input, list, file);
		input.value = "";
	});
	if (form.dataset.waits) continue;
	form.dataset.waits = "yes";
	form.addEventListener("submit", async event => {
		if (!going.size) return;
		event.preventDefault();
		await Promise.allSettled(going);
		form.requestSubmit(event.submitter);
	});
}
