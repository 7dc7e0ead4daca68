// Verbs of numbered stock. Methods of the stage of run.mjs.
import { uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };
const form_of = words => Object.fromEntries(words.flatMap((word, i) => i % 2 ? [] : [[word, words[i + 1]]]));

export const verbs = {
	async piles_of(place) { return (await this.user.ask("GET", `/stock?place=${place === "store" ? "" : place}`)).json?.piles; },
	// stock note | stock receive FIRST to LAST of ITEM with U-N | stock hand N of ITEM to PLACE | stock spoil NUMBER of ITEM why T | stock destroy ITEM before U-N | stock count ITEM ready N spoiled N
	async stock([what, ...rest]) {
		if (what === "note") return void (this.noted = await this.piles_of("store"));
		if (what === "receive") return void await this.send("/stock/receive", { first: rest[0], last: rest[2], item: rest[4], counter: rest[6], supplier: "State printing works, delivery note 17" });
		if (what === "hand") return void await this.send("/stock/hand", { count: Number(rest[0]), item: rest[2], to: rest[4] === "store" ? "" : rest[4] });
		if (what === "spoil") return void await this.send("/stock/spoil", { number: rest[0], item: rest[2], reason: rest[4] });
		if (what === "destroy") return void await this.send("/stock/destroy", { item: rest[0], witness: rest[2] });
		const { ready, spoiled } = form_of(rest.slice(1));
		await this.send("/stock/count", { item: rest[0], ready: Number(ready), spoiled: Number(spoiled ?? 0) });
	},
	// stickers at once A B C ...: their seals are made at the same time; each visa gets a sticker, none twice
	async stickers([, , ...numbers]) {
		await this.as(["U-20021"]);
		const made = await Promise.all(numbers.map(number => this.user.ask("POST", `/seals/permit/${this.permits.get(number)}/make`, { body: { id: uuid7(), medium: "sticker" } })));
		for (const one of made) must(one.status === 200, one.text.slice(0, 300));
		const stickers = await Promise.all(numbers.map(async number => (await this.user.ask("GET", `/seals/permit/${this.permits.get(number)}`)).json.sticker));
		must(new Set(stickers).size === numbers.length && stickers.every(one => one), `stickers: ${stickers}`);
	},
	// expect stock PLACE|store ITEM FIELD VALUE; "+3" is counted from `stock note`
	async expect_stock([place, item, field, value]) {
		const of = piles => piles?.find(one => one.item === item)?.[field] ?? 0, piles = await this.piles_of(place), before = /^\+/.test(value) ? of(this.noted) : 0;
		must(Number(of(piles)) - Number(before) === Number(value), `${place} ${item}: ${JSON.stringify(piles)}`);
	},
	// expect sticker NUMBER is N: of a visa
	async expect_sticker([number, , sticker]) {
		const before = this.user;
		await this.as(["U-20021"]);
		const seal = await this.user.ask("GET", `/seals/permit/${this.permits.get(number)}`);
		must(seal.json.sticker === sticker, `sticker ${seal.json.sticker}`);
		if (before) this.user = before;
	},
	// expect book says T: the file of the place
	async expect_book([, words]) { const file = await this.user.ask("GET", "/stock.csv"); must(file.text.includes(words), file.text.slice(0, 600)); },
	// expect stock_task: one waits about a difference
	async expect_difference() {
		const answer = await this.user.ask("GET", "/tasks");
		must(answer.json.open.some(one => one.words.includes("count of numbered stock")), JSON.stringify(answer.json.open).slice(0, 600));
	},
};
