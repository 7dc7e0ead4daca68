// The centres by the keyboard alone: an appointment by telephone, moved and given back; somebody without one; an interview whose wish is kept.
import { open_page, must, says, says_not, heading, key_to, tab_to, choose } from "./stage.mjs";

async function close(page) {
	must(!page.wrong.length, page.wrong.join("\n"));
	await page.context().close();
}
async function at_desk(stage, path) {
	const page = await open_page(stage.browser, stage.server, { user: await stage.user("U-20041") });
	await page.to(path);
	return page;
}
// The first time that is free, on the day that the page shows.
async function first_time(page) {
	await tab_to(page, "input[name=start]");
	await page.keyboard.press("Space");
}

async function by_telephone(stage) {
	const page = await at_desk(stage, "/centres");
	await tab_to(page, 'a[href="/centre/AMAUROT"]');
	await key_to(page, "Enter", /\/centre\/AMAUROT$/);
	await tab_to(page, 'a[href="/centre/AMAUROT/new"]');
	await key_to(page, "Enter", /\/new$/);
	await first_time(page);
	await tab_to(page, "#name");
	await page.keyboard.type("Adaeze Nwosu");
	await tab_to(page, "#note");
	await page.keyboard.type("Comes with a wheelchair.");
	await key_to(page, "Enter", /\/appointment\//);
	must(await heading(page) === "Adaeze Nwosu", "the appointment is not shown");
	await says(page, "Expected");
	await says(page, "Comes with a wheelchair.");
	await tab_to(page, "input[name=start]");
	await page.keyboard.press("ArrowDown");
	await tab_to(page, 'form[action$="/move"] button');
	await key_to(page, "Enter", /\/appointment\//);
	await says(page, "Moved");
	await tab_to(page, 'form[action$="/cancel"] button');
	await key_to(page, "Enter", /\/appointment\//);
	await says(page, "Given back");
	await close(page);
}

async function without_appointment(stage) {
	const page = await at_desk(stage, "/centre/AMAUROT");
	await tab_to(page, "#name", 600); // behind the list of the day
	await page.keyboard.type("Sunita Rai");
	await choose(page, "#service", "Collection");
	await tab_to(page, 'form[action$="/walk-in"] button');
	await key_to(page, "Enter", /\/centre\/AMAUROT/);
	await says(page, "Sunita Rai");
	await says(page, "without appointment");
	await close(page);
}

async function interview(stage) {
	const page = await at_desk(stage, "/centre/AMAUROT/new?service=interview&people=1");
	await first_time(page);
	await tab_to(page, "#name");
	await page.keyboard.type("Lina Barakat");
	await key_to(page, "Enter", /\/appointment\//);
	await tab_to(page, 'a[href^="/interview/"]');
	await key_to(page, "Enter", /\/interview\//);
	await choose(page, "#wish", "Female");
	await tab_to(page, 'form[action$="/plan"] button');
	await key_to(page, "Enter", /\/plan$/);
	await says(page, "Say why the wish cannot be met.");
	await tab_to(page, "#why_not");
	await page.keyboard.type("No interpreter of that sex is free this month.");
	await key_to(page, "Enter", /\/interview\/[0-9a-f-]+$/);
	await says(page, "Officer and interpreter wished: Female");
	await says_not(page, "What was said");
	await close(page);
}

export const scenes = [
	["An appointment by telephone, moved and given back, by the keyboard alone", by_telephone],
	["Somebody without appointment is taken in, by the keyboard alone", without_appointment],
	["An interview: a wish that cannot be met keeps its reason, by the keyboard alone", interview],
];
