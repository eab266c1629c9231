-- What is kept whatever is cleaned up.
create table pin (cid blob not null, since_second integer not null, since_nano integer not null) strict;
create unique index pin_by_cid on pin (cid);
