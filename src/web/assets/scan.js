// The whole screen takes a scan. A reader that is a "keyboard wedge" types the machine-readable lines like a very fast person, in the
// layout that the operating system believes to be there. So letters are taken from KeyboardEvent.code, the place of a key on the
// board: the reader speaks US layout whatever the layout is. Documents hold only A to Z, 0 to 9 and the filler "<".
//
// Timing tells a burst from a person: at most GAP ms between keys, at least FEWEST keys. Keys of a person are never swallowed: until a burst
// is sure, its keys also reach the field that has the focus, and what they wrote there is taken back when it is sure. A burst that nobody takes - a
// program that writes for its user into a field - is given back to its field as it was typed.

// A burst ends when the lines are whole and END ms passed; lines that are not whole yet may be late (a reader by radio, a busy machine).

const GAP = 35, FEWEST = 8, END = 120, LATE = 600, LONGEST = 1200;

const PLAIN = new Map();
for (let i = 0; i < 26; i++) PLAIN.set("Key" + String.fromCharCode(65 + i), String.fromCharCode(65 + i));
for (let i = 0; i < 10; i++) { PLAIN.set("Digit" + i, String(i)); PLAIN.set("Numpad" + i, String(i)); }
PLAIN.set("IntlBackslash", "<").set("Backslash", "<").set("Enter", "\n").set("NumpadEnter", "\n").set("Space", " ");

// The US layout types "<" as Shift and comma; ISO boards have a key of its own for it, left of Z.
export function decode_key(code, shift) {
	if (code === "Comma") return shift ? "<" : "";
	return PLAIN.get(code) ?? "";
}

// Lines as Doc 9303 knows them: three of 30, two of 36, two of 44. A reader that sends no line ends is helped by the lengths.
export function split_lines(text) {
	const lines = text.toUpperCase().replace(/[«‹]/g, "<").split(/[\r\n\t]+/).map(line => line.replace(/[^A-Z0-9<]/g, "")).filter(line => line.length > 0);
	if (lines.length !== 1) return lines;
	const [all] = lines;
	for (const [count, length] of [[3, 30], [2, 36], [2, 44]])
		if (all.length === count * length) return Array.from({ length: count }, (_, i) => all.slice(i * length, (i + 1) * length));
	return lines;
}

export function looks_read(lines) {
	return (lines.length === 3 && lines.every(line => line.length >= 28 && line.length <= 32)) || (lines.length === 2 && lines.every(line => line.length >= 34 && line.length <= 46));
}

// The code on a paper of ours (house/code.h). Where it ends is not to be seen: only the pause after it says so.
export const is_code = lines => lines.length === 1 && /^LIMEN<[A-Z0-9]+<[A-Z0-9]+$/.test(lines[0]);

// The seal of a visa (Doc 9303-13) as a scanner types it: hexadecimal, one long line.
export const is_seal = lines => /^DC0[23][0-9A-F]{160,}$/.test(lines.join(""));

// Follows the keys of one page; `on_text` gets the characters of a finished burst, and says whether it took them.
export class Burst {
	constructor(on_text) {
		this.on_text = on_text;
		this.clear();
	}
	clear() {
		this.text = this.typed = "";
		this.last = -Infinity;
		this.sure = false;
		this.before = null;
	}
	// True when the key belongs to a sure burst and must not reach the page.
	key(code, shift, time, field, typed = "") {
		if (code.startsWith("Shift") || code === "CapsLock") return this.sure;
		if (this.sure && /^F\d/.test(code)) { this.end(); return false; } // no reader types a function key
		if (time - this.last > (this.sure ? LATE : GAP)) {
			this.clear();
			this.before = field ? { field, value: field.value, at: field.selectionStart ?? field.value.length } : null;
		}
		this.last = time;
		const character = decode_key(code, shift);
		if (character === "" && !this.sure) { this.clear(); return false; }
		if (this.text.length < LONGEST) this.text += character;
		this.typed += typed;
		if (!this.sure && this.text.trim().length >= FEWEST) {
			this.sure = true;
			if (this.before) this.before.field.value = this.before.value;
		}
		return this.sure;
	}
	// How long the next key may take.
	patience() {
		return this.sure && !looks_read(split_lines(this.text)) ? LATE : END;
	}
	end() {
		const { text, typed, before } = this, sure = this.sure;
		this.clear();
		if (!sure || this.on_text(text) || !before?.field.isConnected) return;
		before.field.value = before.value.slice(0, before.at) + typed + before.value.slice(before.at);
		before.field.selectionStart = before.field.selectionEnd = before.at + typed.length;
		before.field.dispatchEvent(new Event("input", { bubbles: true }));
	}
}

function send_seal(form, lines) {
	form.elements.lines.value = lines.join("");
	form.requestSubmit();
	return true;
}

// A verdict that takes no further document still takes the seal on the traveller's visa.
function start_seals(document, form) {
	if (!form) return;
	let timer = 0;
	const take = text => is_seal(split_lines(text)) && send_seal(form, split_lines(text));
	const burst = new Burst(take);
	document.addEventListener("keydown", event => {
		if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
		const field = event.target.matches?.("textarea, input") ? event.target : null;
		if (burst.key(event.code, event.shiftKey, event.timeStamp, field, event.key === "Enter" ? "\n" : event.key.length === 1 ? event.key : "")) {
			event.preventDefault();
			event.stopPropagation();
		}
		clearTimeout(timer);
		timer = setTimeout(() => burst.end(), burst.patience());
	}, true);
}

export function start_scan(document) {
	const scene = document.querySelector("[data-scan]");
	const form = scene?.querySelector("form.scan"), seals = document.querySelector("form.seal-scan");
	if (!form) return start_seals(document, seals);
	const box = form.elements.lines, quiet = "quiet" in scene.dataset; // a verdict: only a reader's burst is taken, there is nothing to type into
	const send = text => {
		const lines = split_lines(text);
		if (seals && is_seal(lines)) return send_seal(seals, lines);
		if (lines.length === 0 || (quiet && !looks_read(lines) && !is_code(lines))) return false;
		box.value = lines.join("\n");
		const title = scene.querySelector("[data-say]");
		if (title) title.textContent = scene.dataset.reading;
		form.requestSubmit();
		return true;
	};
	let timer = 0;
	const burst = new Burst(send);
	document.addEventListener("keydown", event => {
		if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
		const target = event.target;
		const field = target.matches?.("textarea, input") ? target : null;
		if (burst.key(event.code, event.shiftKey, event.timeStamp, field, event.key === "Enter" ? "\n" : event.key.length === 1 ? event.key : "")) {
			event.preventDefault();
			event.stopPropagation();
		} else if (!quiet && !field && event.key.length === 1 && event.key !== " ") {
			box.focus(); // a person begins to type anywhere: the letter lands in the box
		}
		clearTimeout(timer);
		timer = setTimeout(() => burst.end(), burst.patience());
	}, true);
	// Enter ends a line while typing; a complete pair or triple of lines is sent by it.
	box.addEventListener("keydown", event => {
		if (event.key !== "Enter" || event.shiftKey || event.defaultPrevented || !(looks_read(split_lines(box.value)) || is_code(split_lines(box.value)) || is_seal(split_lines(box.value)))) return;
		event.preventDefault();
		form.requestSubmit();
	});
	document.addEventListener("paste", event => {
		const text = event.clipboardData?.getData("text/plain") ?? "";
		if (event.target !== box && event.target.matches?.("textarea, input")) return;
		if (!looks_read(split_lines(text)) && !is_code(split_lines(text)) && !is_seal(split_lines(text))) return; // an unfinished piece is pasted as the browser does
		event.preventDefault();
		send(text.slice(0, LONGEST));
	});
}
