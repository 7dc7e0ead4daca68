// Verbs of people who travel together: a child's companion and consent, groups, vehicles. Methods of the stage of run.mjs.
// A member is named as the traveller is; what is said of one stands in brackets after the name: decide but ilse reason papers_missing.
const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = (words, known) => Object.fromEntries(words.flatMap((word, i) => {
	if (i % 2) return [];
	must(known.includes(word), `"${word}" is not known here; known: ${known.join(", ")}`);
	return [[word, words[i + 1]]];
}));

export const verbs = {
	// child companion C consent K [by T] [until D]: the answer, before the decision
	async child(rest) {
		const { by, until, ...form } = form_of(rest, ["companion", "consent", "by", "until"]);
		await this.send(`${this.need_inspection()}/child`, { ...form, consent_by: by, consent_until: until });
		const { answer } = this;
		if (answer.status === 200) await this.look_again();
		this.answer = answer;
	},
	// together A B C ...: scanned one after the other, the second beside the verdict of the first, as a booth's page does it
	async together(names) {
		for (const [i, name] of names.entries()) {
			await this.send("/booth/scan", { lines: this.lines_of(name).join("\n"), with: i ? this.inspection.id : undefined });
			must(this.answer.json?.person, `no verdict: ${this.answer.text.slice(0, 300)}`);
			this.inspection = this.answer.json;
			(this.members ??= new Map()).set(name, this.inspection);
			if (this.inspection.group) this.group_id = this.inspection.group;
		}
	},
	// group begins [here]    group ends    group without NAME    group tells FIELD VALUE ... [NAME is KINSHIP] ...
	async group([what, ...rest]) {
		if (what === "begins") {
			await this.send("/booth/group", rest[0] === "here" ? { with: this.inspection.id } : {});
			if (this.answer.status === 200) this.group_id = this.answer.json.id;
			return;
		}
		must(["ends", "without", "tells"].includes(what), "group begins|ends|without|tells");
		if (what === "ends") return void await this.send(`/group/${this.group_id}/end`, {});
		if (what === "without") return void await this.send(`/group/${this.group_id}/leave`, { inspection: this.members.get(rest[0])?.id ?? this.inspection.id });
		await this.send(`/group/${this.group_id}/keep`, await this.group_form(rest));
	},
	// What is said of the group: pairs; "NAME is KINSHIP" of a member; "but NAME" sends a member to the second line, "of NAME companion C consent K" answers for a child.
	async group_form(words) {
		const page = await this.user.ask("GET", `/group/${this.group_id}`);
		must(page.json?.members, `no group: ${page.text.slice(0, 300)}`);
		const form = { members: page.json.members.filter(one => one.state === "waits").map(one => ({ inspection: one.inspection })) };
		const member = name => form.members.find(one => one.inspection === this.members.get(name)?.id) ?? (() => { throw new Error(`${name} does not wait in the group`); })();
		let of = null;
		for (let i = 0; i < words.length;) {
			if (words[i + 1] === "is") { member(words[i]).kinship = words[i + 2]; form.told_by ??= "together"; i += 3; }
			else if (words[i] === "but") { of = member(words[i + 1]); of.decision = "refer"; i += 2; }
			else if (words[i] === "unseen") { form.members = form.members.filter(one => one !== member(words[i + 1])); i += 2; }
			else if (words[i] === "of") { of = member(words[i + 1]); i += 2; }
			else if (["reason", "note", "days", "explained", "paper", "companion", "consent", "consent_by"].includes(words[i])) { must(of, `${words[i]} of whom?`); of[words[i]] = words[i] === "days" ? Number(words[i + 1]) : words[i + 1]; i += 2; }
			else { form[words[i]] = words[i] === "driver" ? this.members.get(words[i + 1]).id : words[i + 1]; i += 2; }
		}
		return form;
	},
	// decide [but NAME reason R [note T]] [of NAME companion C consent K] [NAME is KINSHIP] [plate P driver NAME purpose P ...]
	async decide(words) { await this.send(`/group/${this.group_id}/decide`, await this.group_form(words)); },
	// kin KINSHIP NUMBER [told T]: on the page of the person of the last scan, what the person is to the holder of that document; a traveller's name stands for the number
	async kin([kinship, number, , told_by = "paper"]) {
		const other = this.travellers?.get?.(number)?.number ?? number;
		await this.send(`/person/${this.inspection.record}/kin`, { kinship, number: other, told_by });
	},
	// look at NAME: the verdict of a member again
	async look([, name]) {
		this.inspection = this.members.get(name);
		await this.look_again();
	},
	// expect group NAME state waits|decided|second_line      expect group NAME advice A|missing      expect group members N      expect group says [not] T
	async expect_group([name, field, ...value]) {
		if (field === "says" || name === "says") return this.says((await this.user.ask("GET", `/group/${this.group_id}`, { page: true })).text, name === "says" ? [field, ...value] : value);
		const page = await this.user.ask("GET", `/group/${this.group_id}`);
		must(page.status === 200, `no group: ${page.text.slice(0, 300)}`);
		if (name === "members") return must(page.json.members.length === Number(field), `${page.json.members.length} members`);
		const found = this.members.has(name) ? page.json.members.find(one => one.inspection === this.members.get(name).id) : page.json;
		must(found, `${name} is not of the group`);
		const [key, want] = this.members.has(name) ? [field, value[0]] : [name, field];
		must(want === "missing" ? !(key in found) : String(found[key]) === want, `${key} is ${JSON.stringify(found[key])}`);
	},
	// expect crossing NAME FIELD VALUE: of the member's last crossing
	async expect_crossing([name, field, value]) {
		const { record } = this.members?.get(name) ?? this.inspection;
		const person = await this.user.ask("GET", `/person/${record}`);
		const last = person.json?.crossings?.[0];
		must(last, `no crossing: ${person.text.slice(0, 300)}`);
		const want = value === "group" ? this.group_id : field === "driver" ? this.members.get(value).record : value;
		must(value === "missing" ? !(field in last) : String(last[field]) === want, `${field} is ${JSON.stringify(last[field])}`);
	},
	// vehicle PLATE [for PURPOSE]: crossings with a plate, for those who may search
	async vehicle([plate, , why = "crime_prevention"]) {
		this.plate = plate;
		await this.send("/vehicle", { plate, why });
	},
	// expect vehicle crossings N      expect vehicle drivers NAME ...
	async expect_vehicle([what, ...rest]) {
		const { crossings } = this.answer.json;
		if (what === "crossings") return must(crossings.length === Number(rest[0]), `${crossings.length} crossings`);
		const drivers = crossings.filter(one => one.drove).map(one => one.record), wanted = rest.map(name => this.members.get(name).record);
		must(drivers.length === wanted.length && wanted.every(one => drivers.includes(one)), `drivers: ${drivers}`);
	},
	// expect tone clear|check|stop|care: of the verdict's band
	async expect_tone([tone]) {
		const page = await this.user.ask("GET", this.need_inspection(), { page: true });
		const found = page.text.match(/<section class="verdict (\w+)"/)?.[1];
		must(found === tone, `the verdict's tone is ${found}`);
	},
};
