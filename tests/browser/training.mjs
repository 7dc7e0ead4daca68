// A training state in a browser: exercises worked by the keyboard on the booth's own pages, marked on each of them, with a score at the end.
import { open_page, axe, must, heading, says, says_not, key_to, tab_to, choose } from "./stage.mjs";
import { BOOTH, VERDICT, close, verdict } from "./scenes.mjs";

const RUN = /\/training\/run\/[0-9a-f-]+$/;
const MARK = { en: "Invented people. Nothing here is real, and nothing here counts.", fr: "Personnes inventées." };

async function trainee(stage, more = {}) {
	const user = await stage.learner("U-10001");
	await user.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } });
	return open_page(stage.browser, stage.training, { user, ...more });
}
const press = async (page, selector, address) => { await tab_to(page, selector); await key_to(page, "Enter", address); };
const marked = (page, language = "en") => says(page, MARK[language]);

async function ordinary(stage) {
	const page = await trainee(stage);
	await page.to("/training");
	await marked(page);
	await press(page, 'a[href="/training/ordinary"]', /\/training\/ordinary$/);
	await choose(page, "#sex", "Female");
	await (await tab_to(page, "#service")).fill("Land border");
	await press(page, "main form button", RUN);
	const run = page.url();
	await says_not(page, "Every traveller's document is read."); // what is expected is told afterwards
	await press(page, 'form[action="/booth/scan"] button', VERDICT);
	await marked(page);
	await verdict(page, "Clear");
	must(!(await axe(page)).length, (await axe(page)).join("\n"));
	await key_to(page, "F2", BOOTH);
	await marked(page);
	await press(page, ".training-bar a", /\/training$/);
	await press(page, `a[href="${new URL(run).pathname}"]`, RUN);
	await press(page, 'form[action$="/finish"] button', RUN);
	await says(page, "Passed, 2 of 2");
	await says(page, "Nothing speaks against entry");
	await close(page);

	// the trainer reads it, by sex and service
	const trainer = await open_page(stage.browser, stage.training, { user: await stage.learner("U-20033") });
	await trainer.to("/training/results");
	await says(trainer, "Land border");
	await says(trainer, "An ordinary traveller");
	await close(trainer);
}

// A family: one document after the other, by the line on top of each page; one decision with one exception.
async function family(stage) {
	const page = await trainee(stage);
	await page.to("/training/family");
	await press(page, "main form button", RUN);
	const run = new URL(page.url()).pathname;
	for (let at = 0; at < 5; at++) {
		if (at) {
			await press(page, ".training-bar a", /\/training$/);
			await press(page, `a[href="${run}"]`, RUN);
			must(await page.locator(".status.clear").count() === at, "which documents were on the reader is not said");
		}
		await press(page, 'form[action="/booth/scan"] button.main', VERDICT);
	}
	await key_to(page, "F2", /\/group\/[0-9a-f-]+$/);
	await marked(page);
	await says(page, "This document does not suffice.");
	await key_to(page, "F2", BOOTH);
	await page.to(run);
	await press(page, 'form[action$="/finish"] button', RUN);
	await says(page, "Passed, 4 of 4");
	must(!(await axe(page)).length, (await axe(page)).join("\n"));
	await close(page);
}

// Left undone: the score says what was expected, in the language of the trainee.
async function undone(stage) {
	const page = await trainee(stage, { language: "fr" });
	await page.to("/training/afraid");
	await marked(page, "fr");
	await press(page, "main form button", RUN);
	await press(page, 'form[action$="/finish"] button', RUN);
	must(await page.locator(".status.check").count() === 2, "what was not done is not marked");
	must(!(await axe(page)).length, (await axe(page)).join("\n"));
	await close(page);
}

// The real system: exercises can be read, and none begins.
async function apart(stage) {
	const page = await open_page(stage.browser, stage.server, { user: await stage.user("U-10001") });
	await page.to("/training");
	await says_not(page, MARK.en);
	await page.to("/training/ordinary");
	must((await heading(page)) === "An ordinary traveller" && await page.locator("main form").count() === 0, "an exercise can be begun in the real system");
	await close(page);
}

export const scenes = [
	["training: an exercise by the keyboard, with its score", ordinary],
	["training 3: a family, laid on the reader one after the other", family],
	["training: what was not done is told, in French", undone],
	["training: none begins in the real system", apart],
];
