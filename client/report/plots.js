/* The plots, drawn beside the tables that hold their numbers. Each drawn thing carries its number as
 * data-…, and text only ever goes in as text. */
"use strict";

var vouch = { data: JSON.parse(document.getElementById("data").textContent), drawers: [] };

vouch.place = function (name) {
	return document.getElementById("plot-" + name);
};

vouch.svg = function (place, width, height, label) {
	return d3.select(place).append("svg").attr("viewBox", "0 0 " + width + " " + height)
		.attr("role", "img").attr("aria-label", label);
};

/* A text that ends with … where it is wider than that. */
vouch.fit = function (node, text, width) {
	let n = text.length;
	node.textContent = text;
	while (n > 1 && node.getComputedTextLength() > width) {
		n -= 1;
		node.textContent = text.slice(0, n).trimEnd() + "…";
	}
	return node;
};

vouch.title = function (place, text) {
	d3.select(place).append("div").attr("class", "title").attr("aria-hidden", "true").text(text);
};

vouch.legend = function (place, series) {
	const items = d3.select(place).append("ul").attr("class", "legend").attr("aria-hidden", "true")
		.selectAll("li").data(series).enter().append("li");
	items.append("svg").attr("viewBox", "0 0 10 10").append("rect").attr("width", 10)
		.attr("height", 10).attr("class", s => "s-" + (s.style || s.key));
	items.append("span").text(s => s.label);
};

vouch.funnel = function (stages, width) {
	const place = vouch.place("funnel"), row = 38, left = 84, right = width < 480 ? 136 : 236;
	const max = d3.max(stages, s => s.n) || 1;
	const x = d3.scaleLinear([0, max], [0, Math.max(60, width - left - right)]);
	const of = s => width < 480 ? "" : s.stage === "names" ? " of asks" : " of those before";
	const told = s => [s.rate && s.rate + of(s), s.days && s.days + (s.days === "1" ? " day" :
		" days")].filter(t => t).join(", ");
	const svg = vouch.svg(place, width, stages.length * row,
		"From ask to sale: " + stages.map(s => s.n + " " + s.label).join(", ") +
		". The table has the numbers.");
	const g = svg.selectAll("g").data(stages).enter().append("g")
		.attr("transform", (s, i) => "translate(0," + i * row + ")");
	g.append("text").attr("x", 0).attr("y", 22).text(s => s.label);
	g.append("rect").attr("class", "bar").attr("x", left).attr("y", 6).attr("height", row - 14)
		.attr("width", s => s.n ? Math.max(2, x(s.n)) : 0).attr("rx", 2)
		.attr("data-stage", s => s.stage).attr("data-n", s => s.n);
	const n = g.append("text").attr("x", s => left + x(s.n) + 6).attr("y", 22);
	n.append("tspan").attr("font-weight", 600).text(s => s.n);
	g.append("text").attr("class", "dim").attr("y", 22)
		.attr("x", function (s) {
			return left + x(s.n) + 14 + n.nodes()[stages.indexOf(s)].getComputedTextLength();
		}).text(told);
};

/* Every so many labels below the bars that they do not touch; the last one stays on the sheet. */
vouch.labels = function (g, bars, x, y) {
	const text = d3.max(bars, b => b.label.length) * 7.6, widest = text + 6;
	const step = Math.max(1, Math.ceil(widest / x.step())), end = x.range()[1] + 14 - text / 2;
	g.selectAll("text.below").data(bars).enter().append("text").attr("class", "below dim")
		.attr("text-anchor", "middle")
		.attr("x", b => Math.min(x(b.label) + x.bandwidth() / 2, end))
		.attr("y", y).text((b, i) => (bars.length - 1 - i) % step === 0 ? b.label : "");
};

/* Bars of several parts: `value` is the height of a part, `ticks` how the axis names heights. */
vouch.stack = function (sheet, width, height, how) {
	const place = vouch.place(sheet.name), left = 44, top = 18, bottom = 24;
	vouch.title(place, sheet.title);
	vouch.legend(place, sheet.series);
	const svg = vouch.svg(place, width, height, sheet.title + ". The table has the numbers.");
	const x = d3.scaleBand().domain(sheet.bars.map(b => b.label)).range([left, width - 14])
		.padding(0.25);
	if (x.bandwidth() > 64)
		x.padding(1 - 64 / x.step());
	const y = d3.scaleLinear([0, how.max], [height - bottom, top]);
	const axis = svg.append("g").selectAll("g").data(how.ticks(y)).enter().append("g")
		.attr("transform", t => "translate(0," + y(t.at) + ")");
	axis.append("line").attr("class", "axis").attr("x1", left).attr("x2", width);
	axis.append("text").attr("class", "dim").attr("x", left - 6).attr("dy", "0.32em")
		.attr("text-anchor", "end").text(t => t.text);
	const bar = svg.append("g").selectAll("g").data(sheet.bars).enter().append("g");
	bar.each(function (b) {
		let below = 0;
		const parts = sheet.series.map(function (s) {
			const v = b.values[s.key], from = below;
			below += how.value(v);
			return { s: s, v: v, from: from, to: below };
		}).filter(p => p.v.n !== 0);
		d3.select(this).selectAll("rect").data(parts).enter().append("rect")
			.attr("class", p => "s-" + (p.s.style || p.s.key)).attr("x", x(b.label))
			.attr("width", x.bandwidth()).attr("y", p => y(p.to))
			.attr("height", p => Math.max(0, y(p.from) - y(p.to)))
			.attr("data-period", b.label).attr("data-series", p => p.s.key)
			.attr("data-n", p => p.v.n).attr("data-share", p => p.v.share)
			.append("title").text(p => b.label + ", " + p.s.label + ": " + (p.v.text || p.v.n));
		if (how.says && b.n && x.bandwidth() >= 14)
			d3.select(this).append("text").attr("text-anchor", "middle")
				.attr("x", x(b.label) + x.bandwidth() / 2).attr("y", y(below) - 4)
				.text(how.says(b));
	});
	vouch.labels(svg.append("g"), sheet.bars, x, height - 6);
};

vouch.shares = function (sheet, width) {
	vouch.stack(sheet, width, 240, {
		max: 1, value: v => v.share,
		ticks: () => [0, 0.25, 0.5, 0.75, 1].map(t => ({ at: t, text: t * 100 + " %" })),
		says: sheet.name === "sales" ? b => b.n : null
	});
};

vouch.counts = function (sheet, width) {
	vouch.stack(sheet, width, 220, {
		max: Math.max(4, d3.max(sheet.bars, b => b.n)), value: v => v.n,
		ticks: y => y.ticks(4).filter(Number.isInteger).map(t => ({ at: t, text: t })),
		says: b => b.n
	});
};

vouch.hours = function (sheet, width) {
	const max = d3.max(sheet.bars, b => b.n) / 60;
	sheet.series[1].style = "prospecting-hours";
	vouch.stack(sheet, width, 220, {
		max: Math.max(1, max), value: v => v.n / 60,
		ticks: y => y.ticks(4).map(t => ({ at: t, text: t + " h" })), says: null
	});
};

/* Dots of one class beside each other: each goes into the first lane that is free there. */
vouch.lanes = function (dots, gap) {
	const ends = [];
	dots.forEach(function (d) {
		let lane = ends.findIndex(end => d.x - end >= gap);
		if (lane < 0)
			lane = ends.push(0) - 1;
		ends[lane] = d.x;
		d.lane = lane;
	});
	return Math.max(1, ends.length);
};

vouch.cadence = function (map, width) {
	const place = vouch.place("cadence"), r = 4, gap = 2 * r + 1, most = 3;
	const left = 10, right = width - 14, x = d3.scaleLinear([0, most], [left, right]);
	const classes = map.classes.map(function (c) {
		const dots = map.contacts.filter(d => d.class === c.cadence && d.allowed > 0)
			.map(d => Object.assign({ x: x(Math.min(most, d.days / d.allowed)) }, d));
		dots.sort((a, b) => a.x - b.x);
		return { c: c, dots: dots, lanes: vouch.lanes(dots, gap) };
	}).filter(c => c.dots.length > 0);
	let top = 20;
	classes.forEach(function (c) {
		c.top = top;
		top += 30 + c.lanes * gap;
	});
	vouch.title(place, "Days of silence against the days that each class allows");
	vouch.legend(place, [{ key: "kept_on_time", label: "heard from you in time" },
		{ key: "kept_late", label: "it is time" }, { key: "broken", label: "much too long" }]);
	const svg = vouch.svg(place, width, top + 26, "Cadence map: " + map.contacts.length +
		" contacts by their days of silence. The table has the numbers.");
	[0, 1, 2, 3].forEach(function (t) {
		svg.append("line").attr("class", t === 1 ? "limit" : "axis").attr("x1", x(t))
			.attr("x2", x(t)).attr("y1", 8).attr("y2", top);
		svg.append("text").attr("class", "dim").attr("y", top + 16)
			.attr("x", x(t)).attr("text-anchor", t === 0 ? "start" : t === most ? "end" : "middle")
			.text(["today", "all the days allowed", "twice", "3 times and more"][t]
				.slice(0, width < 480 && t === 1 ? 8 : 99));
	});
	classes.forEach(function (c) {
		const g = svg.append("g").attr("transform", "translate(0," + c.top + ")");
		g.append("text").attr("x", left + 4).attr("y", 4).text("Class " + c.c.cadence + ", every " +
			c.c.days + " days: " + c.dots.length);
		g.selectAll("circle").data(c.dots).enter().append("circle")
			.attr("class", d => "dot " + d.silence).attr("r", r).attr("cx", d => d.x)
			.attr("cy", d => 18 + d.lane * gap).attr("data-contact", d => d.id)
			.attr("data-days", d => d.days).attr("data-allowed", d => d.allowed)
			.append("title").text(d => d.name + ": " + d.days + " of " + d.allowed + " days");
	});
};

/* At the width of the page, or at a given one. */
vouch.draw = function (width) {
	const data = vouch.data;
	const each = function (name, draw) {
		const place = vouch.place(name);
		if (!place)
			return;
		place.textContent = "";
		const columns = getComputedStyle(place.parentNode).gridTemplateColumns.split(" ");
		draw(Number.isFinite(width) ? width : Math.max(280, Math.floor(columns.length > 1 ? parseFloat(columns[0]) :
			place.parentNode.clientWidth)));
	};
	each("funnel", w => vouch.funnel(data.funnel, w));
	data.shares.forEach(s => each(s.name, w => vouch.shares(s, w)));
	each("tree", w => vouch.tree(data.tree, w));
	each("cadence", w => vouch.cadence(data.cadence, w));
	each("promises", w => vouch.counts(data.promises, w));
	each("hours", w => vouch.hours(data.hours, w));
};
