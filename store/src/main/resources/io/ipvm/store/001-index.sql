-- What the index of a store says; all of it can be made again from the log and the packs.
-- Positions are log positions; cids and digests are their bytes.
create table reached (
  only_row integer primary key check (only_row = 1),
  log integer not null,
  pack integer not null,
  pack_offset integer not null
) strict;
insert into reached values (1, 0, 0, 0);

create table receipt (cid blob not null, frame integer not null) strict;
create unique index receipt_by_cid on receipt (cid);

create table memo (digest blob not null, frame integer not null) strict;
create unique index memo_by_digest on memo (digest);

create table run (
  id text not null,
  first_frame integer not null,
  last_frame integer not null,
  alias text,
  name text not null,
  workflow blob not null,
  status text not null,
  accepted_second integer not null,
  accepted_nano integer not null,
  finished_second integer,
  finished_nano integer,
  tasks integer not null,
  executed integer not null,
  replayed integer not null,
  failed integer not null
) strict;
create unique index run_by_id on run (id);
create index run_by_age on run (first_frame);
create index run_by_alias on run (alias) where alias is not null;

create table name (name text not null, cid blob not null) strict;
create unique index name_by_name on name (name);

create table block (cid blob not null, pack integer not null, pack_offset integer not null, size integer not null) strict;
create unique index block_by_cid on block (cid);
