// node mrz.mjs ZONES SECONDS: how fast two packages read the zones of a file, one a line, lines of a zone parted by "|".
// Prints for each: name, version, zones that it takes, which of ours they compare with, parses a second of CPU time.
import { readFileSync } from "node:fs";
import { parse } from "mrz";
import { parseMRZ } from "mrz-fast";

const zones = readFileSync(process.argv[2], "utf8").trim().split("\n").map(line => line.split("|"));
const seconds = Number(process.argv[3]);
const version = name => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
const taken = (read, some) => some.filter(lines => {
	try { return read(lines); } catch { return false; }
});

function rate(read, some) {
	const cpu = () => { const used = process.cpuUsage(); return used.user + used.system; };
	let parses = 0, start = cpu(), now;
	const warm = start + 500000; // the compiler of the machine gets half a second
	while ((now = cpu()) < warm) for (const lines of some) read(lines);
	start = now;
	while ((now = cpu()) - start < seconds * 1e6) for (const lines of some) { read(lines); parses++; }
	return parses * 1e6 / (now - start);
}

for (const [name, read, which, some] of [
	["mrz", lines => parse(lines).valid, "all", zones],
	["mrz-fast", lines => parseMRZ(lines).valid, "passports", zones.filter(lines => lines.length === 2 && lines.every(line => line.length === 44) && lines[0][0] === "P")],
]) {
	const good = taken(read, some);
	console.log([name, version(name), good.length, which, Math.round(rate(read, good))].join("\t"));
}
