-- What is remembered beside runs and blocks: the newest value of each key.
create table fact (space text not null, key blob not null, value blob not null) strict;
create unique index fact_by_key on fact (space, key);
