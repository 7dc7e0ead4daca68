#!/usr/bin/env node
// A document reader's own program, as docs/reader.md describes it: the smallest that is complete. It stands for the device's part too, so that the
// protocol can be tried without one: chip groups are taken from files, or made of the lines and a picture.
//
//   node tools/reader.mjs --token FILE [--server URL] [what was read] [--stay]
//
//   --token FILE           the machine credential, as "limen user machine NUMBER --for ... --post POST --lane N" printed it
//   --server URL           http://127.0.0.1:8080 when left out
//   --lines FILE           the machine-readable lines; a sample when nothing was read
//   --dg1 FILE, --dg2 FILE data groups 1 and 2 as the chip gave them
//   --portrait FILE        make both groups: of the lines, and of this JPEG or JPEG 2000 picture
//   --no-chip              say that there is none
//   --page FILE            a picture of the page in visible light
//   --stay                 go on saying "ready" every 20 seconds
import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { pathToFileURL } from "node:url";

const HOLD = 30000, PATIENCE = 1000, ALIVE = 20000; // ms: how long a reading is kept, between two tries, between two signs of life

// --- data groups, as Doc 9303-10 lays them out ---
const object = (tag, value) => {
	const head = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
	return Buffer.concat([Buffer.from(value.length > 0x7f ? [...head, 0x83, value.length >> 16, value.length >> 8 & 0xff, value.length & 0xff] : [...head, value.length]), value]);
};
export const group1 = lines => object(0x61, object(0x5f1f, Buffer.from(lines.join(""), "latin1")));
// One face of ISO/IEC 19794-5:2005: header of the record, facial information, image information, the picture.
export function group2(picture) {
	const head = Buffer.alloc(14 + 20 + 12);
	head.write("FAC\0" + "010\0", "latin1");
	head.writeUInt32BE(head.length + picture.length, 8);
	head.writeUInt16BE(1, 12);
	head.writeUInt32BE(head.length - 14 + picture.length, 14);
	head[14 + 20] = 1;
	head[14 + 20 + 1] = picture[0] === 0xff && picture[1] === 0xd8 ? 0 : 1;
	const template = object(0x7f60, Buffer.concat([object(0xa1, Buffer.from([0x87, 2, 1, 1, 0x88, 2, 0, 8])), object(0x5f2e, Buffer.concat([head, picture]))]));
	return object(0x75, object(0x7f61, Buffer.concat([object(0x02, Buffer.from([1])), template])));
}

// Plays put the clock of their server here.
export const clock = { now: () => Date.now() };

// The same id is sent until an answer came: the reading is taken once.
export function uuid7() {
	const bytes = randomBytes(16);
	bytes.writeUIntBE(clock.now(), 0, 6);
	bytes[6] = 0x70 | bytes[6] & 0x0f;
	bytes[8] = 0x80 | bytes[8] & 0x3f;
	return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export class Reader {
	constructor(server, token) { Object.assign(this, { server, token }); }
	async ask(path, body) {
		const response = await fetch(this.server + path, {
			method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(15000),
			headers: { "Content-Type": "application/json", Accept: "application/json", Authorization: `Bearer ${this.token}` },
		});
		return { status: response.status, json: await response.json() };
	}
	state(state) { return this.ask("/api/reader/state", { state }); }
	// Again after silence, and after an error that says so, as long as a reading is worth keeping.
	async reading(reading) {
		const whole = { id: uuid7(), taken: new Date(clock.now()).toISOString(), ...reading };
		for (const until = Date.now() + HOLD; ;) {
			let answer = null;
			try { answer = await this.ask("/api/reader/reading", whole); } catch (error) { if (Date.now() > until) throw error; }
			if (answer && ((answer.json.error?.retry ?? "no") === "no" || Date.now() > until)) return answer;
			await new Promise(done => setTimeout(done, PATIENCE));
		}
	}
}

const SAMPLE = ["P<QMAMARENKO<<TADIA<LOU<<<<<<<<<<<<<<<<<<<<<", "QM4K7P20B8QMA8803148F3109024<<<<<<<<<<<<<<06"];

async function main(words) {
	const given = {};
	for (let i = 0; i < words.length; i++) {
		if (["--stay", "--no-chip"].includes(words[i])) given[words[i]] = true;
		else if (["--token", "--server", "--lines", "--dg1", "--dg2", "--portrait", "--page"].includes(words[i]) && i + 1 < words.length) given[words[i]] = words[++i];
		else { console.error(`"${words[i]}" is not known here, or lacks its value; the head of this file says what is.`); return 2; }
	}
	if (!given["--token"]) { console.error("--token FILE is missing: the file with the machine credential of the lane."); return 2; }
	const reader = new Reader(given["--server"] ?? "http://127.0.0.1:8080", readFileSync(given["--token"], "utf8").trim().split(/\s+/).at(-1));
	const lines = given["--lines"] ? readFileSync(given["--lines"], "utf8").trim().split(/\s*\n\s*/) : given["--dg1"] ? [] : SAMPLE;
	const base64 = name => readFileSync(given[name]).toString("base64");
	const groups = {};
	if (given["--dg1"]) groups[1] = base64("--dg1");
	if (given["--dg2"]) groups[2] = base64("--dg2");
	if (given["--portrait"]) Object.assign(groups, { 1: group1(lines).toString("base64"), 2: group2(readFileSync(given["--portrait"])).toString("base64") });
	const reading = { reader: "Limen reference reader, 1" };
	if (lines.length) reading.mrz = lines;
	if (Object.keys(groups).length) reading.chip = { access: "pace", groups };
	else if (given["--no-chip"]) reading.chip = { failed: "absent" };
	if (given["--page"]) reading.pictures = [{ light: "visible", side: "front", bytes: base64("--page") }];

	const state = await reader.state("reading");
	if (state.status !== 200) { console.error(JSON.stringify(state.json)); return 1; }
	const answer = await reader.reading(reading);
	console.log(answer.status, JSON.stringify(answer.json));
	for (await reader.state("ready"); given["--stay"]; await reader.state("ready").catch(error => console.error(error.message)))
		await new Promise(done => setTimeout(done, ALIVE));
	return answer.status < 300 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv.slice(2));
