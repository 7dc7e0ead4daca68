// Verbs of the page that says how a case stands, by the number and the code of its receipt. Methods of the stage of run.mjs.
import { uuid7 } from "../harness.mjs";

const must = (condition, words) => { if (!condition) throw new Error(words); };

// As somebody who has no account, from a browser of their own: the page, then its form as it is sent without script.
const look = async (stage, number, code, language = "en", browser = uuid7()) => {
	const headers = { Accept: "text/html", "Accept-Language": language, "X-Browser": browser };
	const page = await fetch(`${stage.server.base}/status`, { headers }), text = await page.text();
	const cookie = page.headers.getSetCookie().map(c => c.split(";")[0]).join("; ");
	const hidden = Object.fromEntries([...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(m => [m[1], m[2]]));
	const sent = await fetch(`${stage.server.base}/status`, { method: "POST", redirect: "manual", headers: { ...headers, Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded", Origin: stage.server.base },
		body: new URLSearchParams({ ...hidden, number, code }) });
	return { status: sent.status, text: (await sent.text()).replace(/<head>.*?<\/head>/s, "").replace(/<input[^>]*>/g, "") };
};

export const verbs = {
	// receipt of PROCEDURE: the letter of the case here that prints its number and code
	async receipt() {
		const { letters } = (await this.user.ask("GET", `/duties/case/${this.case_here}`)).json;
		for (const { text_href } of letters) {
			const text = (await this.user.ask("GET", text_href, { page: true })).text;
			const code = text.match(/\b[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{2}\b/)?.[0], number = text.match(/\b[A-Z]\d{9}\w\b/)?.[0];
			if (code && number) return void (this.receipt_here = { number, code }, this.guessed = []);
		}
		throw new Error("no letter prints number and code");
	},
	// expect standing [LANGUAGE|sloppy] says [not] T: the page, asked with both; sloppy: as people type
	async expect_standing(words) {
		const { number, code } = this.receipt_here, how = words[0] === "says" ? "en" : words[0], not = words.at(-2) === "not";
		const typed = how === "sloppy" ? [` ${number.toLowerCase()} `, code.toLowerCase().replaceAll("-", " ").replaceAll("o", "0")] : [number, code];
		const { status, text } = await look(this, ...typed, how === "sloppy" ? "en" : how);
		must(status === 200, `${status}: ${text.replace(/<[^>]+>/g, " ").slice(0, 300)}`);
		must(text.includes(words.at(-1)) !== not, text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").slice(0, 800));
	},
	// expect written_down T: a look with these words names the case
	async expect_written_down([words]) {
		const before = this.user;
		await this.as(["U-20005"]);
		const { entries } = (await this.user.ask("GET", `/journal?record=${this.case_here}`)).json, looks = entries.filter(one => one.type === "read" && !one.user);
		const bodies = await Promise.all(looks.map(async one => (await this.user.ask("GET", `/journal/${one.id}`)).text));
		this.user = before;
		must(bodies.some(text => text.includes(words)), `${looks.length} looks: ${bodies[0]?.slice(0, 300) ?? JSON.stringify(entries.slice(0, 3))}`);
	},
	// guesses code C | guesses number N | guesses N times: a wrong one of the two
	async guesses([what, value]) {
		const { number, code } = this.receipt_here;
		if (value === "times") for (let i = 0; i < Number(what); i++) this.guessed.push(await look(this, number, `AAAA-AAAA-${"ABCDEFGHIJKLMNOP"[i]}A`));
		else this.guessed.push(await look(this, what === "number" ? value : number, what === "code" ? value : code));
	},
	// expect guesses alike | wait: the same status and the same page, whatever was wrong; the last is told to wait, and so is who has the right code
	async expect_guesses([what]) {
		const [a, b] = this.guessed.slice(-2), plain = one => one.text.replace(/value="[^"]*"/g, "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
		if (what === "alike") return must(a.status === b.status && a.status === 422 && plain(a) === plain(b), `${a.status} ${b.status} ${plain(a).slice(0, 400)} | ${plain(b).slice(0, 400)}`);
		must(b.status === 429 || b.status === 503, `the last guess: ${b.status} ${plain(b).slice(0, 300)}`);
	},
};
