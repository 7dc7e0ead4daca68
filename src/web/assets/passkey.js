// Security keys (WebAuthn). A form with data-passkey asks the server for a challenge, the key for its answer, and is then sent like any other.
// Where the browser knows no keys, or the page stands at another address than keys are bound to, these forms stay hidden: a password does.

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const ALGORITHMS = [-7, -8, -35, -257]; // ES256, EdDSA, ES384, RS256

const named = known => known.map(id => ({ type: "public-key", id: bytes(id) }));

async function create(asked) {
	const made = await navigator.credentials.create({ publicKey: {
		challenge: bytes(asked.challenge), rp: { id: asked.party, name: "Limen" }, user: { id: bytes(asked.user), name: asked.number, displayName: asked.name },
		pubKeyCredParams: ALGORITHMS.map(alg => ({ type: "public-key", alg })), excludeCredentials: named(asked.known),
		authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" }, attestation: "none", timeout: 120000,
	} });
	return { client: text(made.response.clientDataJSON), attestation: text(made.response.attestationObject) };
}

async function get(asked) {
	const made = await navigator.credentials.get({ publicKey: { challenge: bytes(asked.challenge), rpId: asked.party, allowCredentials: named(asked.known), userVerification: "preferred", timeout: 120000 } });
	return { key: text(made.rawId), client: text(made.response.clientDataJSON), data: text(made.response.authenticatorData), signature: text(made.response.signature) };
}

async function answer(form, event) {
	if (form.elements.client.value) return; // the key has answered: the browser sends the form
	event.preventDefault();
	const say = form.querySelector("[data-say-key]");
	form.dataset.waits = "yes";
	say.textContent = form.dataset.touch;
	try {
		const of = form.elements.of?.value; // a key that keeps no account of its own is asked for by its user's number
		const response = await fetch(form.dataset.ask + (of ? `?of=${encodeURIComponent(of)}` : ""), { headers: { Accept: "application/json" } });
		if (!response.ok) throw new Error(String(response.status));
		const asked = await response.json();
		const given = { asked: asked.challenge, ...await (form.dataset.passkey === "create" ? create(asked) : get(asked)) };
		for (const [name, value] of Object.entries(given)) form.elements[name].value = value;
		delete form.dataset.waits;
		form.requestSubmit();
	} catch {
		say.textContent = form.dataset.failed;
		delete form.dataset.waits;
	}
}

export function start_passkeys(document) {
	for (const form of document.querySelectorAll("form[data-passkey]")) {
		if (!window.PublicKeyCredential || location.origin !== form.dataset.origin) continue;
		form.hidden = false;
		form.addEventListener("submit", event => { if (!form.dataset.waits) answer(form, event); else event.preventDefault(); });
		// a sheet that is opened for it asks at once: the relief only touches
		form.closest("[popover]")?.addEventListener("toggle", event => { if (event.newState === "open") form.requestSubmit(); });
	}
	window.addEventListener("pageshow", () => {
		for (const field of document.querySelectorAll("form[data-passkey] input[name=client]")) field.value = "";
	});
}
