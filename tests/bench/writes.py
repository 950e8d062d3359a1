"""sale.record with all its rows, durable, beside its rows of fact alone by SQLite in process."""
import json
import os
import shutil
import statistics
import subprocess
import time

import rivals

CONNECTIONS = 50


def params():
    return json.dumps({"contact": "@c", "product": "Alarm", "amount": 120000,
                       "completed_day": time.strftime("%Y-%m-%d", time.gmtime()),
                       "idempotency_key": "@n"}).replace('"@c"', "@c")


def one_sale(vouchd):
    """What is written again and again: a sale of the same book, by vouchd itself."""
    with vouchd.client() as client:
        return client.call("sale.record", contact=1, product="Alarm", amount=120000,
                           completed_day=time.strftime("%Y-%m-%d", time.gmtime()))["sale"]["id"]


def sales(bench, vouchd, figures):
    """The book of bench_facts is a copy of vouchd's, on the same disk; they take turns."""
    contacts = str(bench.contacts)
    sale = one_sale(vouchd)
    vouchd.signal(15)
    vouchd.wait()
    data = os.path.join(bench.folder, "facts")
    os.makedirs(data, mode=0o700)
    shutil.copy(vouchd.db, data)
    vouchd.start()
    db = os.path.join(data, "vouch.db")
    rows = sync = "?"
    for connections, least in ((1, 0.6), (CONNECTIONS, 0.45)):
        ours, theirs = [], []
        for _ in range(3 if bench.opts.quick else 5):
            ours.append(bench.load(vouchd.socket, "sale.record", params(), 1, connections,
                                   contacts)[0])
            done = subprocess.run([bench.programs["bench_facts"], db, str(sale),
                                   str(bench.seconds), str(connections), contacts],
                                  capture_output=True, text=True, check=True)
            rate, rows, sync = done.stdout.split()
            theirs.append(float(rate))
        a, b = statistics.median(ours), statistics.median(theirs)
        with rivals.Redis(bench.folder, durable=True) as redis:
            other = redis and redis.rate("set", connections, 1, 500, 200 * connections)
        figures.at_least(f"sale.record, {connections} connection{'s'[:connections > 1]}",
                         f"{a:,.0f}/s", f"its {rows} fact rows {b:,.0f}/s", a / b, least)
        if other:
            figures.add("  redis SET, appendfsync always", f"{other:,.0f}/s")
    figures.add("  median fdatasync there", f"{sync} µs")
