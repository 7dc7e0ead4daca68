// The post by the keyboard alone: peak mode on two screens, the board that changes by itself, a paper form entered later.
import { passport, time } from "../harness.mjs";
import { open_page, must, heading, says, says_not, key_to, tab_to } from "./stage.mjs";

const clock = (hours, minutes = 0) => new Date(time.now() + hours * 3600000 + minutes * 60000).toISOString().slice(11, 16).replace(":", "");

async function at_post(stage, number, path, lane = "1") {
	const user = await stage.user(number);
	await user.ask("POST", "/lane", { body: { post: "SORREL", lane, direction: "entry" } });
	const page = await open_page(stage.browser, stage.server, { user });
	await page.to(path);
	return page;
}
async function close(page) {
	must(!page.wrong.length, page.wrong.join("\n"));
	await page.context().close();
}

// Scene 19
async function peak(stage) {
	const page = await at_post(stage, "U-10003", "/peak");
	await tab_to(page, "input[name=mode]:checked");
	await tab_to(page, "#reason");
	await page.keyboard.type("A landslide closed the other road.");
	await tab_to(page, "#until");
	await page.keyboard.type(clock(2));
	await page.keyboard.press("Enter");
	await page.locator("text=Peak mode until").first().waitFor();
	const booth = await at_post(stage, "U-10001", "/booth", "2");
	await says(booth, "Peak mode until");
	await says(booth, "Purpose of the journey");
	await tab_to(page, 'form[action$="/end"] button');
	await page.keyboard.press("Enter");
	await page.locator("text=ended by a supervisor").first().waitFor();
	await booth.to("/booth");
	await says_not(booth, "Peak mode until");
	await close(booth);
	await close(page);
}

// What an officer writes down stands on the supervisor's board without a touch.
async function board(stage) {
	const page = await at_post(stage, "U-10003", "/board");
	const officer = await stage.user("U-10001");
	await officer.ask("POST", "/lane", { body: { post: "SORREL", lane: "2", direction: "entry" } });
	await page.waitForTimeout(300); // the stream of events stands
	const answer = await officer.ask("POST", "/queue", { body: { people: 37, minutes: 53 } });
	must(answer.status === 200, answer.text);
	await page.locator("text=53 minutes").first().waitFor({ timeout: 20000 });
	await says(page, "Wait, as asked at the booth");
	await close(page);
}

// Scene 11
async function paper(stage) {
	const page = await at_post(stage, "U-10001", "/paper");
	await tab_to(page, 'a[href="/paper/entry"]');
	await key_to(page, "Enter", /\/paper\/entry$/);
	const number = () => page.locator("#number").inputValue();
	const first = await number();
	must(await page.evaluate(() => document.activeElement.id) === "number", "the focus does not begin at the number");
	await tab_to(page, "#clock");
	await page.keyboard.type(clock(0, -90));
	if (clock(0, -90) > clock(0)) { // it was yesterday
		await tab_to(page, "#day");
		await page.locator("#day").fill(new Date(time.now() - 86400000).toISOString().slice(0, 10));
	}
	await tab_to(page, "#lines");
	await page.keyboard.insertText(passport({ issuer: "MEX", number: "PF0000001", surname: "PAPERFORM", given: "ROSA", born: "1979-09-09", sex: "F", expires: `${new Date().getUTCFullYear() + 4}-03-15` }).join("\n"));
	await tab_to(page, "main form button.main");
	await key_to(page, "Enter", /\/paper\/entry\?done=/);
	await says(page, `Form ${first} is entered.`);
	must(await number() !== first, "the next number is not given");
	// the same number once more
	await page.locator("#number").fill(first);
	await tab_to(page, "#clock");
	await page.keyboard.type("0001");
	await tab_to(page, "#surname");
	await page.keyboard.type("PAPERFORM");
	await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
	await says(page, "each is used once");
	must((await heading(page)) === "Enter a paper form", "another page");
	await close(page);
}

export const scenes = [
	["19 Peak mode is begun and ended by the keyboard, and every booth says so", peak],
	["The board changes by itself when somebody at the post writes something down", board],
	["11 A paper form is entered by the keyboard; its number is used once", paper],
];
