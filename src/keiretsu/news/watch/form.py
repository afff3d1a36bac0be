"""The tables of the file of what is watched, and what made them of older ones."""

from __future__ import annotations

MARK = 0x6B776174
"""The letters "kwat": the application of the file."""
_SCHEMA = """
create table sources (
  id integer primary key, name text not null unique, kind text not null,
  private integer not null, added text not null, ended text, title text, etag text,
  modified text, checked text, problem text, tries integer not null default 0,
  next real not null default 0);
create table articles (
  id integer primary key, key text not null unique,
  source integer not null references sources (id), host text, url text, title text,
  publisher text, date text, day text, text text, is_whole integer not null default 0,
  state text not null check (state in ('waiting', 'read', 'failed')),
  tries integer not null default 0, next real not null default 0, problem text,
  read text);
create index waiting on articles (state, next);
create index days on articles (state, day);
create table claims (
  article integer not null references articles (id), number integer not null,
  data text not null, primary key (article, number)) without rowid;
create table files (
  source integer not null references sources (id), path text not null,
  stamp text not null, primary key (source, path)) without rowid;
"""
_SECOND = """
create table hooks (
  id integer primary key, url text not null unique, private integer not null,
  added text not null, ended text, problem text);
create table deliveries (
  hook integer not null references hooks (id),
  article integer not null references articles (id),
  state text not null check (state in ('waiting', 'sent', 'failed')),
  tries integer not null default 0, next real not null default 0, problem text,
  primary key (hook, article)) without rowid;
create index to_send on deliveries (state, next);
"""
"""What the second form added: where articles are sent, and which are still to be."""
_THIRD = """
alter table articles add column author text;
alter table articles add column opening text;
"""
"""What the third form added: who wrote an article, and its first words."""
FORMS = (_SCHEMA, _SECOND, _THIRD)
"""What makes each form of the tables of the one before."""
FORM = len(FORMS)
"""The number of the tables' form."""
