// Security keys in a real browser with a virtual authenticator (CDP, domain WebAuthn): adding one, signing in, changing over at a booth.
import { passport } from "../harness.mjs";
import { open_page, axe, must, heading, says, says_not, wedge } from "./stage.mjs";

const KEY = { protocol: "ctap2", transport: "usb", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
const close = async page => { must(!page.wrong.length, page.wrong.join("\n")); await page.context().close(); };

const PATIENCE = 60000;
const BARE = { hasResidentKey: false, hasUserVerification: false, isUserVerified: false }; // asks for no PIN, and does not know its account

// Keys are bound to http://localhost when no address is named at the start.
const local = server => ({ ...server, base: server.base.replace("127.0.0.1", "localhost") });

export async function authenticator(page, more = {}) {
	const session = await page.context().newCDPSession(page);
	page.setDefaultTimeout(PATIENCE);
	await session.send("WebAuthn.enable");
	const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options: { ...KEY, ...more } });
	return {
		credentials: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
		add: credential => session.send("WebAuthn.addCredential", { authenticatorId, credential }),
		forget: () => session.send("WebAuthn.clearCredentials", { authenticatorId }),
		remove: () => session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
	};
}
// Fresh codes of the second factor: of a printed list, made with the code that the user's device shows next.
const printed = new Map(); // each server has its own
async function fresh_code(user) {
	const owner = `${user.server.base} ${user.number}`;
	if (!(printed.get(owner)?.length > 2)) {
		const answer = await user.ask("POST", "/factor/codes", { body: { code: user.server.sign_ins().find(one => one.number === user.number).code } });
		must(answer.status === 200, `no codes: ${answer.text}`);
		printed.set(owner, answer.json.codes.map(one => one.code));
	}
	return printed.get(owner).splice(0, 3);
}
// A key that the user of this page adds on the own page.
export async function add_key_on(page, user, { pin, more, code } = {}) {
	const codes = await fresh_code(user), key = await authenticator(page, more);
	await page.to("/me/key");
	await page.bringToFront(); // a key answers the page that has the focus
	await page.fill("#label", "blue key");
	await page.fill("#code", code ?? codes[0]);
	if (pin) await page.fill("#pin", pin);
	await page.click("form[data-passkey] button");
	return { key, codes };
}
async function add_key(stage, number, more) {
	const user = await stage.user(number);
	await user.ask("POST", "/lane", { body: { post: "SORREL", lane: "1", direction: "entry" } });
	const page = await open_page(stage.browser, local(stage.server), { user });
	return { user, page, ...await add_key_on(page, user, more) };
}

async function sign_in(stage) {
	const { user, page, key, codes } = await add_key(stage, "U-10004");
	await page.waitForURL(/\/me$/);
	await says(page, "blue key");
	await says(page, "not used yet");
	must((await axe(page)).length === 0, (await axe(page)).join("\n"));
	// the same code again, then the same key again
	await page.to("/me/key");
	await page.click("form[data-passkey] button"); // the browser asks for the code
	await page.fill("#code", codes[1]);
	await page.click("form[data-passkey] button");
	await page.locator("[data-say-key]", { hasText: "known already" }).waitFor();
	const [credential] = await key.credentials();
	await close(page);

	const door = await open_page(stage.browser, local(stage.server)), carried = await authenticator(door);
	await carried.add(credential);
	await door.to("/sign-in?next=/me");
	await door.click("form[data-passkey] button");
	await door.waitForURL(/\/lane$/);
	await says(door, "Where do you work now?");
	await close(door);

	// removed: it opens nothing any more
	const keys = await user.ask("GET", "/me", { page: true }), id = keys.text.match(/name="key" value="([0-9a-f-]+)"/)[1];
	must((await user.ask("POST", "/me/key/end", { body: { key: id } })).status === 200, "the key is not removed");
	const again = await open_page(stage.browser, local(stage.server)), kept = await authenticator(again);
	await kept.add({ ...credential, signCount: 50 });
	await again.to("/sign-in");
	await again.click("form[data-passkey] button");
	await again.waitForURL(/\/sign-in\/key$/);
	await says(again, "This key opens nothing here");
	must((await axe(again)).length === 0, (await axe(again)).join("\n"));
	await close(again);
}

// A copy of a key: when both were used, a counter goes back.
async function copied(stage) {
	const { page, key } = await add_key(stage, "U-10007");
	await page.waitForURL(/\/me$/);
	const [credential] = await key.credentials();
	await close(page);
	for (const [signCount, works] of [[20, true], [5, false], [60, false]]) {
		const door = await open_page(stage.browser, local(stage.server)), carried = await authenticator(door);
		await carried.add({ ...credential, signCount });
		await door.to("/sign-in");
		await door.click("form[data-passkey] button");
		await door.waitForURL(works ? /\/lane$/ : /\/sign-in\/key$/);
		await close(door);
	}
	const owner = await open_page(stage.browser, stage.server, { user: await stage.user("U-10007") });
	await owner.to("/me");
	must(!(await owner.content()).includes("/me/key/end") || (await owner.content()).includes("its counter went back"), "a copied key is not told of");
	await close(owner);
}

// A key without a PIN of its own gets one of this system's.
async function own_pin(stage) {
	const { page, key, codes } = await add_key(stage, "U-10008", { more: BARE });
	await page.locator("#pin-error").waitFor();
	await says(page, "This key asks for no PIN of its own");
	await key.forget(); // what was made for the first try was not kept here, and the authenticator names its credentials in no order
	await page.fill("#code", codes[0]); // not used yet
	await page.fill("#pin", "482915");
	await page.click("form[data-passkey] button");
	await page.waitForURL(/\/me$/);
	await says(page, "with a PIN of this system");
	const [credential] = await key.credentials();
	await close(page);
	for (const [pin, address] of [["111111", /\/sign-in\/key$/], ["482915", /\/(lane|second-line)$/]]) {
		const door = await open_page(stage.browser, local(stage.server)), carried = await authenticator(door, BARE);
		await carried.add({ ...credential, signCount: credential.signCount + 5 });
		await door.to("/sign-in");
		await door.locator("form[data-passkey] summary").click();
		await door.fill("#key-of", "U-10008");
		await door.fill("#key-pin", pin);
		await door.click("form[data-passkey] button");
		await door.waitForURL(address);
		await close(door);
	}
}

// 12: the relief touches a key and enters a PIN; the traveller's page stays.
async function change_over(stage) {
	const { page: own, key } = await add_key(stage, "U-10001");
	await own.waitForURL(/\/me$/);
	const [credential] = await key.credentials();
	await close(own);
	const first = await stage.user("U-10006");
	await first.ask("POST", "/lane", { body: { post: "SORREL", lane: "3", direction: "entry" } }); // where nobody left a group open
	const page = await open_page(stage.browser, local(stage.server), { user: first }), carried = await authenticator(page);
	await carried.add(credential);
	await page.to("/booth");
	const who = { issuer: "MEX", surname: "RELIEVED", given: "RITA", born: "1984-05-01", sex: "F", expires: `${new Date().getUTCFullYear() + 4}-03-15`, number: "BK000001" };
	await Promise.all([page.waitForURL(/\/inspection\//, { waitUntil: "load" }), wedge(page, passport(who))]);
	const address = page.url(), began = Date.now();
	await Promise.all([page.waitForResponse(one => one.url().endsWith("/relief/key") && one.status() === 303), page.keyboard.press("Shift+F9")]);
	await page.locator(".note", { hasText: "Taken over from Kwame Lindholm" }).waitFor();
	const took = Date.now() - began;
	must(took < 10000, `the change-over took ${took} ms`);
	must(page.url() === address, `the traveller's page did not stay: ${page.url()}`);
	await says(page, "this traveller, scanned");
	must((await axe(page)).length === 0, (await axe(page)).join("\n"));
	if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/relieved.png` });
	await page.keyboard.press("F2");
	await page.waitForURL(/\/booth/);
	await says_not(page, "this traveller");
	const analyst = await stage.user("U-10003"), found = await analyst.ask("GET", "/crossings", { page: true });
	const crossing = await analyst.ask("GET", found.text.match(/href="(\/crossing\/[0-9a-f-]+)"/)[1], { page: true });
	for (const words of ["Inspected by", "Kwame Lindholm", "Ilse Brandt"]) must(crossing.text.includes(words), `the crossing does not name both officers: ${words}`);
	must((await first.ask("GET", "/booth")).status === 401, "the first officer's session goes on");
	stage.forget?.("U-10006");
	await close(page);
}

export const keys = [
	["key: added with a fresh code, signs in, removed", sign_in],
	["key: a copied key is found by its counter", copied],
	["key: without a PIN of its own", own_pin],
	["key 12 shift change with a touch: the traveller's page stays", change_over],
];
