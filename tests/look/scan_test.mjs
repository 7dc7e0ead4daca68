// The burst of a keyboard wedge, decoded by the place of the keys: node tests/look/scan_test.mjs
import assert from "node:assert/strict";
import { Burst, split_lines, looks_read } from "../../src/web/assets/scan.js";

const LINES = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const key_of = c => c === "<" ? ["Comma", true] : c === "\n" ? ["Enter", false] : /[0-9]/.test(c) ? ["Digit" + c, false] : ["Key" + c, true];
function type(text, gap, field) {
	let got = "", time = 1000, kept = 0;
	const burst = new Burst(t => { got = t; });
	for (const c of text) {
		const [code, shift] = key_of(c);
		if (shift) burst.key("ShiftLeft", true, time, field);
		if (!burst.key(code, shift, time += gap, field)) kept++;
	}
	burst.end();
	return { got, kept };
}
const fast = type(LINES.join("\n") + "\n", 4, null);
assert.deepEqual(split_lines(fast.got), LINES);
assert.ok(looks_read(split_lines(fast.got)));
const slow = type("ERIKSSON ANNA", 90, null);
assert.equal(slow.got, "");
assert.equal(slow.kept, "ERIKSSON ANNA".length, "a person's keys are never swallowed");
const box = { value: "before" };
type(LINES[0], 4, box);
assert.equal(box.value, "before", "what a burst wrote into a field is taken back");
assert.deepEqual(split_lines(LINES.join("")), LINES, "a reader without line ends");
assert.equal(looks_read(["P<UTO"]), false);
console.log("scan: 6 checks hold");
