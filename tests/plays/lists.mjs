// Verbs of lists and registers. Methods of the stage of run.mjs.
const must = (condition, words) => { if (!condition) throw new Error(words); };

export const verbs = {
	// open record [for PURPOSE]: the record of the person of the last scan
	async open([, , why]) {
		this.answer = await this.user.ask("GET", `/person/${this.inspection.record}${why ? `?why=${why}` : ""}`);
		if (this.answer.status === 200) must(this.answer.json.documents.length, "a record without documents");
	},
};
