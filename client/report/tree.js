/* The referral tree: a row each, branches that fold by mouse and keyboard, and what each chain
 * brought as a bar. Then everything is drawn. */
"use strict";

vouch.ROWS_AT_FIRST = 50;
vouch.folded = null; /* by id */
vouch.focused = null;

/* At first the chains that brought most are unfolded, as many as fit. */
vouch.fold_at_first = function (root) {
	vouch.folded = {};
	root.descendants().filter(d => d.children && d.depth > 0)
		.forEach(d => { vouch.folded[d.data.id] = true; });
	let rows = root.children ? root.children.length : 0;
	root.descendants().filter(d => d.children && d.depth > 0)
		.sort((a, b) => b.data.sales - a.data.sales || a.depth - b.depth).forEach(function (d) {
			if (rows + d.children.length > vouch.ROWS_AT_FIRST ||
				(d.depth > 1 && vouch.folded[d.parent.data.id]))
				return;
			rows += d.children.length;
			delete vouch.folded[d.data.id];
		});
};

vouch.rows_of = function (root) {
	const rows = [];
	const walk = function (d) {
		if (d.depth > 0)
			rows.push(d);
		if (d.children && !vouch.folded[d.data.id])
			d.children.forEach(walk);
	};
	walk(root);
	return rows;
};

vouch.toggle = function (d, is_folded) {
	if (!d.children)
		return;
	if (is_folded)
		vouch.folded[d.data.id] = true;
	else
		delete vouch.folded[d.data.id];
	vouch.focused = d.data.id;
	vouch.redraw_tree();
};

vouch.focus_row = function (row) {
	if (!row)
		return;
	vouch.focused = row.data.id;
	vouch.place("tree").querySelectorAll("[role=treeitem]").forEach(function (node) {
		const is_it = Number(node.getAttribute("data-contact")) === row.data.id;
		node.setAttribute("tabindex", is_it ? 0 : -1);
		if (is_it)
			node.focus();
	});
};

vouch.key = function (event, d, rows) {
	const at = rows.indexOf(d), folded = vouch.folded[d.data.id];
	const does = {
		ArrowDown: () => vouch.focus_row(rows[at + 1]),
		ArrowUp: () => vouch.focus_row(rows[at - 1]),
		Home: () => vouch.focus_row(rows[0]),
		End: () => vouch.focus_row(rows[rows.length - 1]),
		ArrowRight: () => folded ? vouch.toggle(d, false) : vouch.focus_row(d.children && rows[at + 1]),
		ArrowLeft: () => d.children && !folded ? vouch.toggle(d, true) :
			vouch.focus_row(rows.find(row => row === d.parent)),
		Enter: () => vouch.toggle(d, !folded),
		" ": () => vouch.toggle(d, !folded)
	}[event.key];
	if (!does || event.altKey || event.ctrlKey || event.metaKey)
		return;
	event.preventDefault();
	does();
};

vouch.tree = function (people, width) {
	const place = vouch.place("tree"), high = 24, indent = width < 480 ? 12 : 20;
	const root = d3.hierarchy({ id: 0, children: people });
	if (!vouch.folded)
		vouch.fold_at_first(root);
	vouch.redraw_tree = function () {
		place.textContent = "";
		vouch.tree(people, width);
		const row = place.querySelector("[tabindex='0']");
		if (row)
			row.focus();
	};
	const rows = vouch.rows_of(root), bars = Math.round(width * (width < 480 ? 0.6 : 0.5));
	const max = d3.max(people, p => p.sales) || 1;
	const part = width < 480 ? 0.2 : 0.35;
	const x = d3.scaleLinear([0, max], [0, Math.max(20, (width - bars) * part)]);
	vouch.title(place, "Whom each brought, and what came of their whole chain: sales completed");
	const svg = vouch.svg(place, width, rows.length * high + 6, "Who sent whom").attr("role", "tree");
	rows.forEach((d, i) => { d.y = i * high + high / 2; d.x = (d.depth - 1) * indent + 8; });
	svg.append("g").attr("role", "presentation").selectAll("path")
		.data(rows.filter(d => d.depth > 1)).enter().append("path").attr("class", "link")
		.attr("d", d => "M" + d.parent.x + "," + d.parent.y + "V" + d.y + "H" + (d.x - 5));
	const is_first = (d, i) => vouch.focused === null || !rows.some(r => r.data.id === vouch.focused) ?
		i === 0 : d.data.id === vouch.focused;
	const g = svg.selectAll("g.row").data(rows).enter().append("g").attr("class", "row")
		.attr("role", "treeitem").attr("aria-level", d => d.depth)
		.attr("aria-expanded", d => d.children ? String(!vouch.folded[d.data.id]) : null)
		.attr("aria-label", d => d.data.name + (d.data.status ? ", " + d.data.status : "") +
			", brought " + d.data.people + " people, " + d.data.sales + " sales" +
			(d.data.revenue ? ", " + d.data.revenue : ""))
		.attr("tabindex", (d, i) => is_first(d, i) ? 0 : -1)
		.attr("data-contact", d => d.data.id).attr("data-people", d => d.data.people)
		.attr("data-sales", d => d.data.sales).attr("transform", d => "translate(0," + d.y + ")");
	g.append("rect").attr("width", width).attr("height", high).attr("y", -high / 2)
		.attr("fill", "transparent");
	g.append("circle").attr("class", d => "fold" + (d.children && vouch.folded[d.data.id] ?
		" closed" : "")).attr("cx", d => d.x).attr("r", d => d.children ? 4.5 : 2.5);
	g.append("text").attr("x", d => d.x + 10).attr("dy", "0.32em").each(function (d) {
		const more = d.children && vouch.folded[d.data.id] ? " +" + (d.descendants().length - 1) : "";
		vouch.fit(this, d.data.name + more, bars - d.x - 24);
	});
	g.filter(d => width >= 640 && d.data.status).append("text").attr("class", "dim").attr("x", bars - 8)
		.attr("text-anchor", "end").attr("dy", "0.32em").each(function (d) {
			const before = this.previousSibling.getComputedTextLength() + d.x + 24;
			vouch.fit(this, d.data.status, bars - before);
		});
	g.filter(d => d.data.sales > 0).append("rect").attr("class", "bar").attr("x", bars)
		.attr("y", -6).attr("height", 12).attr("rx", 2).attr("width", d => Math.max(2, x(d.data.sales)));
	g.filter(d => d.data.people > 0).append("text").attr("dy", "0.32em")
		.attr("x", d => bars + x(d.data.sales) + 6).each(function (d) {
			const text = d.data.sales + (d.data.revenue ? " · " + d.data.revenue : "");
			vouch.fit(this, text, width - bars - x(d.data.sales) - 8);
		});
	g.each(function (d) {
		this.addEventListener("click", () => vouch.toggle(d, !vouch.folded[d.data.id]));
		this.addEventListener("keydown", event => vouch.key(event, d, rows));
	});
};

/* With the plots drawn, the long tables fold; without this script they stand open. */
document.querySelectorAll("details.numbers").forEach(function (details) {
	details.open = false;
});
vouch.draw();
(function () {
	let width = document.documentElement.clientWidth, waits = 0;
	window.addEventListener("resize", function () {
		if (document.documentElement.clientWidth === width)
			return;
		width = document.documentElement.clientWidth;
		cancelAnimationFrame(waits);
		waits = requestAnimationFrame(() => vouch.draw());
	});
	/* A4 without its margins, 182 mm at 96 dots an inch. */
	window.addEventListener("beforeprint", () => vouch.draw(688));
	window.addEventListener("afterprint", () => vouch.draw());
}());
