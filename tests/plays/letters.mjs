// Verbs of papers, custody and departure after a refusal. Methods of the stage of run.mjs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const plain = html => html.replace(/<[^>]*>/g, " ").replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ");

export const verbs = {
	refusal() { return this.decided_refusal ?? this.decided; },
	// custody hold ground G place P [label L] [finding T]; custody move to W [name N] [witness U] [note T]; custody count all|none
	async custody([what, ...rest]) {
		if (what === "move") return this.send(`/custody/${this.held}/move`, form_of(rest));
		if (what === "count") {
			const held = (await this.user.ask("GET", "/custody")).json.held;
			return this.send("/custody/count", { seen: rest[0] === "all" ? held.map(one => one.label) : [] });
		}
		must(what === "hold", "custody hold, move or count");
		await this.send(`${await this.referral()}/document`, form_of(rest));
		if (this.answer.status === 200) this.held = this.answer.json.id;
	},
	// slip_of [language L]: for the person who was referred last
	async slip_of(rest) {
		await this.send(`${await this.referral()}/slip`, form_of(rest));
		if (this.answer.status === 200) this.slip_letter = this.answer.json.letter;
	},
	async expect_slip([, ...words]) { this.says(plain((await this.user.ask("GET", `/letter/${this.slip_letter}/text`, { page: true })).text), words); },
	// notice carrier C [craft X] [from_place P]
	async notice(rest) { await this.send(`/departure/${this.refusal()}/notice`, form_of(rest)); },
	// left craft X [at 14:05] [to_place P] [with_document yes]
	async left(rest) {
		const form = form_of(rest);
		if (form.with_document) form.with_document = form.with_document === "yes";
		await this.send(`/departure/${this.refusal()}/left`, form);
	},
	// new pack FILE replaces "A" with "B": proposed, approved by another person, applied
	async new([, file, , before, , after]) {
		const text = readFileSync(join(root, "pack/utopia", file), "utf8");
		must(text.includes(before), `${file} does not say "${before}"`);
		const mine = this.user;
		await this.as(["U-20003"]);
		const form = new FormData();
		form.set("note", "Other words");
		form.append("files", new Blob([text.replace(before, after)]), file.split("/").at(-1));
		const proposed = await this.user.ask("POST", "/pack/propose", { body: form });
		must(proposed.status === 200, `not proposed: ${proposed.text.slice(0, 400)}`);
		await this.as(["U-20004"]);
		for (const step of ["approve", "apply"]) {
			const answer = await this.user.ask("POST", `/pack/${proposed.json.identity}/${step}`, { body: {} });
			must(answer.status === 200, `cannot ${step}: ${answer.text.slice(0, 400)}`);
		}
		this.user = mine;
	},
	async letters_here() {
		const answer = await this.user.ask("GET", `/departure/${this.refusal()}`);
		must(answer.status === 200, `the refusal cannot be read: ${answer.text.slice(0, 300)}`);
		return answer.json.letters;
	},
	// expect letter NAME [says [not] T]
	async expect_letter([name, , ...words]) {
		const found = (await this.letters_here()).find(one => one.name === name);
		must(found, `no letter ${name}: ${JSON.stringify((await this.letters_here()).map(one => one.name))}`);
		const page = await this.user.ask("GET", found.text_href, { page: true });
		must(page.status === 200, `${found.text_href}: ${page.status}`);
		if (words.length) this.says(plain(page.text), words);
	},
	async expect_no_letter([name]) { must(!(await this.letters_here()).some(one => one.name === name), `there is a letter ${name}`); },
	// expect letters N: about the refusal
	async expect_letters([count]) { const all = await this.letters_here(); must(all.length === Number(count), `${all.length} letters`); },
	// expect custody holder H [name T], or expect custody left
	async expect_custody([what, holder, , name]) {
		const answer = await this.user.ask("GET", `/custody/${this.held}`);
		must(answer.status === 200, `the item cannot be read: ${answer.text.slice(0, 300)}`);
		if (what === "left") return must(!answer.json.held, `still held: ${answer.text}`);
		must(answer.json.holder === holder && (!name || answer.json.name.includes(name)), `${answer.json.holder}, ${answer.json.name}`);
	},
	// expect departing yes|no: is the person still to depart?
	async expect_departing([yes]) {
		const open = (await this.user.ask("GET", "/departures")).json.open.some(one => one.id === this.refusal());
		must(open === (yes === "yes"), open ? "still to depart" : "not among those to depart");
	},
};
