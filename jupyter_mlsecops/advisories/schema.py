"""The shape of the advisory database: one SQLite file, replaced as a whole and only ever read after that."""

from __future__ import annotations

VERSION = 2  # PRAGMA user_version; a file of another version is not read
APPLICATION = 0x6D6C7365  # PRAGMA application_id: "mlse"

# meta: source, imported (ISO time), newest (ISO time of the newest record), records, licence; index_source,
# index_imported, released (ISO time of the newest upload), projects.
# adv.kind: 0 vulnerability, 1 malware. adv.grp: one number for all records that name the same flaw (aliases).
# adv.severity: a CVSS vector, or a word (LOW, MODERATE, HIGH, CRITICAL), or null. adv.body: zlib of JSON
# {"details": str, "references": [url]}, or null. aff.ranges: JSON [[[event, version], ...], ...], events in the order
# of the record; aff.versions: JSON [version, ...] that no range covers, or that are not PEP 440.
# project: what pages of an index say; project.releases: zlib of JSON {version: [uploaded, yanked or null]}, versions as
# PEP 440 normalises them.
TABLES = """
create table meta (k text primary key, v text) without rowid;
create table adv (n integer primary key, id text unique not null, modified text not null, withdrawn text, kind integer
    not null, grp integer not null, severity text, summary text not null, body blob);
create table alias (alias text not null, n integer not null);
create table aff (pkg text not null, n integer not null, ranges text not null, versions text not null);
create table project (pkg text primary key, status text not null, reason text not null, releases blob not null);
create index aff_pkg on aff (pkg);
create index alias_n on alias (n);
"""
