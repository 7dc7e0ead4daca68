// Verbs of people who travel together: a child's companion and consent, groups, vehicles. Methods of the stage of run.mjs.
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
	// expect tone clear|check|stop|care: of the verdict's band
	async expect_tone([tone]) {
		const page = await this.user.ask("GET", this.need_inspection(), { page: true });
		const found = page.text.match(/<section class="verdict (\w+)"/)?.[1];
		must(found === tone, `the verdict's tone is ${found}`);
	},
};
