// Verbs of the post as a working place: equipment, power, queue, hand-over, the board.
import { passport, time } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));
const numbers = (form, ...names) => { for (const name of names) if (form[name] !== undefined) form[name] = Number(form[name]); return form; };
// The clock of a post: "-40m" is forty minutes ago, "+2h" in two hours.
const clock = text => {
	const [, sign, count, unit] = text.match(/^([-+])(\d+)([hm])$/) ?? [];
	return unit ? new Date(time.now() + (sign === "-" ? -1 : 1) * count * (unit === "h" ? 3600000 : 60000)).toISOString().slice(11, 16) : text;
};

export const verbs = {
	// equip KIND serial S [lane N] [model T]
	async equip([kind, ...rest]) { await this.send("/equipment", numbers({ kind, post: "SORREL", ...form_of(rest) }, "lane")); },
	// state SERIAL works|limited|broken|away|gone [told T] [ticket T] [note T] [clock C]
	async state([serial, state, ...rest]) {
		const form = { state, ...form_of(rest) };
		if (form.clock) form.clock = clock(form.clock);
		await this.send(`/equipment/${(await this.item(serial)).id}/state`, form);
	},
	async item(serial) {
		const register = await this.user.ask("GET", "/equipment"), found = register.json?.equipment?.find(one => one.serial === serial);
		must(found, `no ${serial} in the register: ${register.text.slice(0, 300)}`);
		return found;
	},
	// power STATE [told T] [note T] [clock C]
	async power([state, ...rest]) {
		const form = { post: "SORREL", state, ...form_of(rest) };
		if (form.clock) form.clock = clock(form.clock);
		await this.send("/power", form);
	},
	// count PEOPLE [minutes N] [lane N]
	async count([people, ...rest]) { await this.send("/queue", numbers({ people, ...form_of(rest) }, "people", "minutes", "lane")); },
	// slip [lane N] | slip back
	async slip(rest) {
		if (rest[0] === "back") return this.send(`/queue/slip/${this.slip_id}/back`, {});
		await this.send("/queue/slip", numbers(form_of(rest), "lane"));
		this.slip_id = this.answer.json?.slip;
	},
	// hand over TEXT
	async hand([, words]) { await this.send("/handover", { words }); },
	// relieve [note T]: the newest note is ticked as read
	async relieve(rest) {
		const notes = (await this.user.ask("GET", "/handover")).json.notes;
		await this.send(`/handover/${notes[0].record}/read`, form_of(rest));
	},
	// peak MODE until +2h because T | peak ends
	async peak([mode, , until, , reason]) {
		if (mode !== "ends") return this.send("/peak", { mode, until: clock(until), reason: reason ?? "A road is closed." });
		const { peaks } = (await this.user.ask("GET", "/peak")).json;
		await this.send(`/peak/${peaks[0].id}/end`, {});
	},
	// expect peak yes|no: does the inspection say that it was made in peak mode
	expect_peak([word]) { must(this.inspection.peak === (word === "yes"), `the inspection says peak: ${this.inspection.peak}`); },
	// forms print N | forms begins because T [clock C] | forms ends next N [clock C] | forms spoiled|lost N [note T]: N counts from the first printed number of this play
	async forms([what, ...rest]) {
		const form = what === "begins" ? { reason: rest[1], ...form_of(rest.slice(2)) } : form_of(rest);
		if (form.clock) form.clock = clock(form.clock);
		if (what === "print") {
			await this.send("/paper/block", { count: Number(rest[0]), whom: "Cupboard of lane 1" });
			const { blocks } = (await this.user.ask("GET", "/paper")).json;
			this.first_form = blocks.at(-1).first;
		} else if (what === "begins") await this.send("/paper/begin", form);
		else if (what === "ends") await this.send("/paper/end", { ...form, next: this.form_number(form.next) });
		else await this.send("/paper/account", { number: this.form_number(rest[0]), state: what, ...form_of(rest.slice(1)) });
	},
	// expect forms pages N: the PDF of the block that was printed last; the code of its first form opens the entry of that number
	async expect_forms([, pages]) {
		const { blocks } = (await this.user.ask("GET", "/paper")).json, block = blocks.at(-1);
		const pdf = (await this.user.ask("GET", `/paper/block/${block.id}`, { bytes: true })).text, again = (await this.user.ask("GET", `/paper/block/${block.id}`, { bytes: true })).text;
		must(pdf.startsWith("%PDF-") && (pdf.match(/\/Type \/Page\b/g) ?? []).length === Number(pages), `not ${pages} pages: ${pdf.slice(0, 200)}`);
		must(pdf === again, "the same forms are not the same again");
		const number = this.form_number(1), sent = await this.user.ask("POST", "/booth/scan", { body: { lines: `LIMEN<PAPERFORM<${number.replace("-", "")}` }, page: true });
		must(sent.status === 303, `the code leads nowhere: ${sent.status} ${sent.text.slice(0, 300)}`);
		must((await this.user.ask("GET", sent.location, { page: true })).text.includes(`value="${number}"`), `the entry of ${number} does not open`);
	},
	form_number(count) {
		const six = String(this.first_form + Number(count) - 1).padStart(6, "0");
		return `${six}-${[...six].reduce((sum, c, i) => sum + c * [7, 3, 1][i % 3], 0) % 10}`;
	},
	// enter form N of NAME clock C [direction entry|exit] [days N] [purpose P] [officer U] [as number]
	async enter([, count, , name, ...rest]) {
		const form = { direction: "entry", lane: "2", ...form_of(rest) };
		if (form.day === "yesterday") form.day = new Date(time.now() - 86400000).toISOString().slice(0, 10);
		if (/^-\d+d$/.test(form.day ?? "")) form.day = new Date(time.now() + parseInt(form.day) * 86400000).toISOString().slice(0, 10);
		form.clock = clock(form.clock);
		const about = this.traveller(name);
		await this.send("/paper/entry", numbers({ number: form.number ?? this.form_number(count), lines: passport(about).join("\n"), ...form }, "days", "lane"));
		if (this.answer.json?.record) this.inspection = { ...this.inspection, record: this.answer.json.record };
		this.entered = this.answer.json?.crossing;
		this.late = this.answer.json?.overstay;
	},
	// expect crossing FIELD VALUE: of the form entered last, as its page says it
	async expect_entered([, ...words]) { this.says((await this.user.ask("GET", `/crossing/${this.entered ?? this.answer.json.id}`, { page: true })).text, words); },
	// expect hour COUNT at -2h: what the post's day counts as entries in that hour
	async expect_hour([count, , when]) {
		const { json } = await this.user.ask("GET", "/board"), hour = `${clock(when).slice(0, 2)}:00`;
		const found = json.hours.find(one => one.hour === hour)?.entries ?? 0;
		must(found === Number(count), `${hour} counts ${found} entries: ${JSON.stringify(json.hours)}`);
	},
	// expect missing N: numbers that nobody accounted for
	async expect_missing([count]) { const { missing } = (await this.user.ask("GET", "/paper")).json; must(missing.length === Number(count), `not accounted for: ${missing}`); },
	// expect todo T: one of the user's tasks says so
	async expect_todo([text]) { const { json } = await this.user.ask("GET", "/tasks"); this.task = json?.open.find(one => one.words.includes(text))?.id; must(this.task, `tasks: ${JSON.stringify(json.open.map(one => one.words))}`); },
	// expect item SERIAL FIELD VALUE
	async expect_item([serial, field, value]) { const found = await this.item(serial); must(String(found[field]) === value, `${field} of ${serial} is ${found[field]}`); },
	// expect board FIELD VALUE
	async expect_board([field, value]) {
		const { json, text } = await this.user.ask("GET", "/board");
		must(json && String(json[field]) === value, `${field} of the board is ${json?.[field]}: ${text.slice(0, 300)}`);
	},
	// expect list NAME clear|amber|red: as the board of the post shows its age
	async expect_list([name, tone]) {
		const { text } = await this.user.ask("GET", "/board", { page: true }), [, shown] = text.match(new RegExp(`<span>${name}</span><span class="age (\\w+)">`)) ?? [];
		must(shown === { clear: "clear", amber: "check", red: "stop" }[tone], `the list is shown as ${shown}`);
	},
	// expect strip clear|amber|red: the lists in the strip of the booth, by the one that is worst off
	async expect_strip([tone]) {
		const { text } = await this.user.ask("GET", "/booth", { page: true }), [, shown] = text.match(/<span class="age (\w+)">/) ?? [];
		must(shown === { clear: "clear", amber: "check", red: "stop" }[tone], `the strip shows ${shown}`);
	},
};
